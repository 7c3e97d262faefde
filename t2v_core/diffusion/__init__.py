"""Scene prompts become footage from a video diffusion model: Wan, CogVideoX or LTX-Video, with LoRA."""
