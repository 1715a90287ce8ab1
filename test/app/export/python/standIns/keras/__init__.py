# The few parts of Keras 3 that keras_model.py uses, as NumPy formulas by Keras' documentation, since Keras is not on every computer.
# Weights have Keras' order and orientation: a kernel is inputs x units.
import math

import numpy as np


class ops:
    cast = staticmethod(lambda x, dtype: np.asarray(x).astype(dtype))


class activations:
    linear = staticmethod(lambda x: x)
    sigmoid = staticmethod(lambda x: 1 / (1 + np.exp(-x)))
    tanh = staticmethod(np.tanh)
    relu = staticmethod(lambda x: np.maximum(x, 0))
    elu = staticmethod(lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))))
    selu = staticmethod(
        lambda x: 1.05070098 * np.where(x > 0, x, 1.67326324 * np.expm1(np.minimum(x, 0)))
    )
    silu = staticmethod(lambda x: x / (1 + np.exp(-x)))
    softplus = staticmethod(lambda x: np.logaddexp(x, 0))
    softsign = staticmethod(lambda x: x / (1 + np.abs(x)))

    @staticmethod
    def gelu(x, approximate=False):
        if approximate:
            return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
        return x * (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2


class _Layer:
    weights = 0

    def set_weights(self, arrays):
        if len(arrays) != self.weights:
            raise ValueError("%s takes %d arrays, not %d" % (type(self).__name__, self.weights, len(arrays)))
        self.arrays = [np.asarray(array, dtype=np.float64) for array in arrays]


class layers:
    class Dense(_Layer):
        def __init__(self, units, use_bias=True):
            self.units, self.weights = units, 2 if use_bias else 1

        def __call__(self, x):
            kernel = self.arrays[0]
            if kernel.shape != (x.shape[1], self.units):
                raise ValueError("a kernel is inputs x units")
            return x @ kernel + (self.arrays[1] if self.weights == 2 else 0)

    class BatchNormalization(_Layer):
        weights = 4

        def __init__(self, momentum=0.99, epsilon=0.001):
            self.epsilon = epsilon

        def __call__(self, x):
            gamma, beta, mean, variance = self.arrays
            return gamma * (x - mean) / np.sqrt(variance + self.epsilon) + beta

    class LayerNormalization(_Layer):
        weights = 2

        def __init__(self, epsilon=0.001):
            self.epsilon = epsilon

        def __call__(self, x):
            gamma, beta = self.arrays
            centred = x - x.mean(axis=-1, keepdims=True)
            return gamma * centred / np.sqrt(x.var(axis=-1, keepdims=True) + self.epsilon) + beta

    class Activation(_Layer):
        def __init__(self, activation):
            self.call = getattr(activations, activation) if isinstance(activation, str) else activation

        def __call__(self, x):
            return self.call(x)

    class LeakyReLU(_Layer):
        def __init__(self, negative_slope=0.3):
            self.slope = negative_slope

        def __call__(self, x):
            return np.where(x > 0, x, self.slope * x)

    class Dropout(_Layer):
        def __init__(self, rate):
            self.rate = rate

        def __call__(self, x):
            return x


def Input(shape):
    return shape


class Sequential:
    def __init__(self, all_layers):
        self.width, self.layers = all_layers[0][0], all_layers[1:]

    def predict(self, x, verbose="auto"):
        if x.shape[1] != self.width:
            raise ValueError("the input has another width")
        for layer in self.layers:
            x = layer(x)
        return x
