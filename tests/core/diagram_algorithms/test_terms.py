"""Which words ask for which computed picture, and which only look like it."""

import pytest

from t2v_core.diagram.catalogue import catalogue, find_algorithms
from t2v_core.diagram.computed import ComputedTemplate
from t2v_core.planning.picture import Pictures, Wanted
from t2v_core.planning.structure import Source

COMPUTED = [t for t in catalogue().values() if isinstance(t, ComputedTemplate)]

MEANT = [
    ("Gradient descent", "gradient_descent", ""),
    ("Training by stochastic gradient descent on mini-batches", "gradient_descent", "stochastic"),
    ("If the step size is too large, gradient descent overshoots.", "gradient_descent", "too_large"),
    ("Adding momentum to the gradient smooths the path.", "gradient_descent", "momentum"),
    ("The k-means algorithm", "kmeans", ""),
    ("Points are assigned to the nearest of k centroids", "kmeans", ""),
    ("A multilayer perceptron has hidden layers.", "neural_network", ""),
    ("Error back-propagation", "neural_network", "backward"),
    ("By the chain rule the gradient passes from layer to layer.", "neural_network", "backward"),
    ("In deep networks the gradient flow is lost", "neural_network", "backward"),
    ("Vanishing gradients", "gradient_flow", "vanishing"),
    ("Exploding gradients", "gradient_flow", "exploding"),
    ("Logistic regression", "logistic_regression", ""),
    ("Logistic regression draws a decision boundary", "logistic_regression", "boundary"),
    ("Overfitting", "polynomial_fit", ""),
    ("The bias–variance trade-off", "polynomial_fit", "spread"),
    ("Ridge regression shrinks the coefficients.", "polynomial_fit", "penalty"),
    ("A decision tree is grown", "decision_tree", ""),
    ("Breadth-first search", "graph_search", "bfs"),
    ("DFS", "graph_search", "dfs"),
    ("Dijkstra's algorithm", "graph_search", "dijkstra"),
    ("A*", "graph_search", "astar"),
    ("A star", "graph_search", "astar"),
    ("A* expands the node with the least f.", "graph_search", "astar"),
    ("Precision and recall", "confusion_matrix", ""),
    ("The ROC curve", "confusion_matrix", "roc"),
    ("PCA", "pca", ""),
    ("The first principal component", "pca", ""),
    ("Attention weights are a softmax over keys.", "attention", ""),
    ("Ordinary least squares", "linear_regression", ""),
    ("k-nearest neighbours", "knn", ""),
    ("Convolutional neural networks", "convolution", ""),
    ("The convolution of an image with a kernel that blurs it", "convolution", "blur"),
    ("Quicksort", "sorting", "quick"),
    ("A sorting algorithm compares two elements.", "sorting", ""),
    ("Searching for a key in a binary search tree", "binary_search_tree", "search"),
    ("Fourier series of a sawtooth", "fourier_series", "sawtooth"),
    ("A Markov chain has states.", "markov_chain", ""),
    ("Pairwise alignment of two protein sequences", "alignment", ""),
    ("The edit distance between two strings", "alignment", "edits"),
    ("Newton's method finds a root of the equation.", "root_finding", "newton"),
    ("The bisection method halves the interval.", "root_finding", "bisection"),
    ("The normal distribution", "normal_distribution", ""),
    ("By the central limit theorem means are nearly normal.", "normal_distribution", "means"),
    ("Support vector machines", "svm", ""),
    ("Hierarchical clustering merges the closest clusters", "hierarchical_clustering", ""),
    ("Agglomerative clustering with Ward linkage", "hierarchical_clustering", "ward"),
    ("The dendrogram of single-link clustering", "hierarchical_clustering", "single"),
    ("UPGMA builds a rooted tree from distances.", "hierarchical_clustering", "average"),
    ("Bayes' theorem turns a prior into a posterior.", "bayes_theorem", ""),
    ("The posterior probability is the likelihood times the prior.", "bayes_theorem", ""),
    ("Unlike hierarchical clustering, k-means needs the number of clusters.", "kmeans", ""),
    ("Random forests improve on k-nearest neighbours.", "knn", ""),
    ("With a learning rate too high the loss will diverge", "gradient_descent", "too_large"),
]
MEANT += [
    ("Supply and demand", "supply_demand", "equilibrium"),
    ("By the law of demand a lower price raises the quantity demanded.", "supply_demand", "demand_law"),
    ("The law of supply says that a higher price leads to a higher quantity supplied.", "supply_demand", "supply_law"),
    ("An increase in demand shifts the demand curve to the right.", "supply_demand", "demand"),
    ("A shift in supply lowers the equilibrium price in the market.", "supply_demand", "supply"),
    ("A price floor leaves a surplus in the market.", "supply_demand", "price"),
    ("Projectile motion", "projectile", ""),
    ("The range of a projectile depends on its launch angle.", "projectile", "angles"),
    ("The softmax function", "softmax", ""),
    ("A softmax temperature flattens the probabilities.", "softmax", "temperature"),
    ("Exponential growth", "growth", "exponential"),
    ("Near the carrying capacity population growth slows down.", "growth", "logistic"),
    ("The half-life of a radioactive isotope", "growth", "decay"),
    ("The perceptron learning rule", "perceptron", ""),
    ("Binary search", "binary_search", ""),
    ("A Punnett square", "punnett_square", ""),
    ("The sigmoid function is an activation of a neuron.", "activation", "sigmoid"),
    ("A rectified linear unit outputs zero for negative inputs.", "activation", "relu"),
    ("The derivative is the limit of the difference quotient.", "derivative", ""),
    ("Riemann sums", "integral", ""),
    ("The trapezoidal rule", "integral", "trapezoids"),
    ("A random forest averages many decision trees", "random_forest", ""),
    ("Bagging trains each tree on a bootstrap sample.", "random_forest", ""),
    ("A Gaussian mixture has soft cluster centres", "gaussian_mixture", ""),
    ("Matrix multiplication", "matrix_product", ""),
    ("Simple harmonic motion", "oscillation", ""),
    ("A damped oscillator loses energy.", "oscillation", "damped"),
    ("A hash table", "hash_table", ""),
    ("A stack supports push and pop.", "stack_queue", "stack"),
    ("Elements of a queue are enqueued at the rear.", "stack_queue", "queue"),
    ("Huffman coding", "huffman", ""),
    ("PageRank measures how important a page is.", "pagerank", ""),
    ("The minimax algorithm assumes that the opponent plays best.", "minimax", ""),
    ("Alpha-beta pruning searches fewer nodes of the game tree.", "minimax", "alpha_beta"),
    ("The Bellman equation gives the value of a state.", "value_iteration", ""),
    ("By the law of independent assortment alleles of two genes part independently.", "punnett_square", "dihybrid"),
]
FALSE_FRIENDS = [
    "The momentum of a particle is its mass times its velocity.",
    "The campaign gained momentum.",
    "The minimax risk of an estimator bounds its loss.",
    "The SVM uses the hinge loss, also called the max-margin loss.",
    "The chain rule of probability factors a joint distribution.",
    "A chain rules the harbour.",
    "The network of roads is deep in the forest.",
    "A star is born in a cloud of gas.",
    "The tree by the house has deep roots.",
    "Pay attention to the weights on the scale.",
    "He works with great precision.",
    "The ROC of China",
    "The shortest path to success is work.",
    "The car was fitted with a breadth of first aid items.",
    "Sorting the mail takes an hour.",
    "The nearest neighbour lives two miles away.",
    "A hidden Markov model emits residues.",
    "CNN reported the news.",
    "Markov chain Monte Carlo draws samples.",
    "You can use the --F1 <x> option to change this threshold.",
    "The residue has a positive log-odds emission score.",
    "Files are read in CSV format, C4.5 format or ARFF format.",
    "The feature map of the polynomial kernel has six entries.",
    "The trail's descent is steep.",
    "Newton's laws describe the motion of a body.",
    "The alignment of the wheels is checked.",
    "In normal operation the lamp is green.",
    "Vectors support fast arithmetic on machines.",
    "The margin of the page is one inch.",
    "Roots of the tree are deep.",
    "The nurse checks the supply of oxygen on demand.",
    "The projectile was found in a museum.",
    "Growth of the embryo takes nine months.",
    "The drug was withdrawn at half time.",
    "The company saw population and growth as separate topics.",
    "A cross of two roads in the square",
    "The test cross on the map marks the spot.",
    "Search for binary options was banned.",
    "The bank sells financial derivatives.",
    "The area under the curve of plasma concentration is measured after a dose.",
    "The sigmoid colon leads to the rectum.",
    "The carrying capacity of the truck is three tons.",
    "Rare events like radioactive decay follow a Poisson distribution.",
    "Its instantaneous velocity is always tangent to the circle.",
    "A stack of books stands on the table.",
    "The customers queue at the door.",
    "Hash browns are served on the table.",
    "Activation of the immune system",
    "Body temperature is measured in the ear.",
]
# Their names hold the name of an algorithm that is drawn, and they are another: no picture rather than a wrong one.
RELATIVES = [
    "Recurrent neural networks",
    "Graph neural networks",
    "Hopfield neural network",
    "Fuzzy k-means clustering",
    "Centroids of clusters in divisive hierarchical clustering",
    "Kernel PCA",
    "Probabilistic principal component analysis",
    "Random forest regression",
    "An isolation forest finds outliers",
    "Gradient boosted decision trees",
    "Bayesian linear regression",
    "Multinomial logistic regression",
    "Iterative deepening depth-first search",
    "The Bellman-Ford algorithm finds shortest paths with negative weights.",
    "Greedy best-first search",
    "Radix sort is a sorting algorithm that does not compare keys",
    "An AVL tree is a self-balancing binary search tree",
    "The log-normal distribution",
    "The multivariate normal distribution",
    "Newton's method uses the Hessian to find the minimum of a function",
    "Multiple sequence alignment",
    "Conjugate gradient descent",
    "Nearest neighbour search in a k-d tree",
    "Support vector regression",
    "Non-linear regression",
    "SVM regression",
    "Hidden Markov chain",
    "The naive Bayes classifier",
    "The Bayes decision rule has the least error.",
    "The price elasticity of the demand curve for a good",
    "Aggregate demand and aggregate supply",
    "Hierarchical softmax",
    "A priority queue is kept in a heap data structure.",
    "The quantum harmonic oscillator",
    "A cryptographic hash function hides the password under a key.",
    "The partial derivative of the loss is the slope of the tangent line to its surface.",
    "A leaky ReLU",
    "Exponential decay of the learning rate",
]


@pytest.mark.parametrize(("text", "template", "variant"), MEANT)
def test_terms_find_their_picture_and_variant(text, template, variant):
    assert (template, variant) in [(m.template, m.variant) for m in find_algorithms(text)]


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_everyday_words_find_nothing(text):
    assert find_algorithms(text) == []


@pytest.mark.parametrize("text", RELATIVES)
def test_a_relative_of_an_algorithm_is_not_drawn_as_it(text):
    assert find_algorithms(text) == []


@pytest.mark.parametrize("kind", COMPUTED, ids=lambda t: t.name)
def test_every_term_finds_its_own_picture_when_it_is_the_topic(kind):
    for term in kind.terms:
        assert kind.name in [m.template for m in find_algorithms(term)], term


@pytest.mark.parametrize(
    ("text", "topic", "drawn"),
    [
        ("Price ceilings and price floors hold prices where no market would leave them.", "price ceilings", False),
        ("Price floors hold prices where no market would leave them.", "price ceilings", True),
        ("Price ceilings and price floors hold prices where no market would leave them.", "price floors", True),
        ("Price floors hold prices where no market would leave them.", "market controls", True),
    ],
)
def test_a_picture_of_the_topics_sibling_is_not_drawn_where_both_are_named(text, topic, drawn):
    visual = Pictures().choose(Wanted("mechanism", topic, (Source(text, "E1"),)))
    assert (visual.template == "supply_demand") == drawn
