// The functions of a header, by name: only those that the model needs are written. `@_` stands for the header's prefix. The C is simple
// enough for runHeader.ts to read: scalars, arrays, for and while loops, no pointer arithmetic.
import type { Activation } from '../../contract/spec/layers.ts';

const scalar = (name: string, body: string) =>
  `static inline double @_${name}(double x)\n{\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n}\n`;

export const sigmoid = scalar(
  'sigmoid',
  'if (x >= 0.0) return 1.0 / (1.0 + exp(-x));\nreturn exp(x) / (1.0 + exp(x));',
);

/** The formulas are those of app/contract/spec/layers.ts. */
export const activationFunctions: Record<Exclude<Activation, 'linear' | 'sigmoid'>, string> = {
  step: scalar('step', 'return x > 0.0 ? 1.0 : 0.0;'),
  tanh: scalar('tanh', 'return tanh(x);'),
  relu: scalar('relu', 'return x > 0.0 ? x : 0.0;'),
  leakyRelu: scalar('leaky_relu', 'return x > 0.0 ? x : 0.01 * x;'),
  elu: scalar('elu', 'return x > 0.0 ? x : expm1(x);'),
  selu: scalar(
    'selu',
    'if (x > 0.0) return 1.0507009873554805 * x;\nreturn 1.0507009873554805 * 1.6732632423543772 * expm1(x);',
  ),
  gelu: scalar('gelu', 'return 0.5 * x * (1.0 + erf(0.7071067811865476 * x));'),
  geluTanh: scalar(
    'gelu_tanh',
    'return 0.5 * x * (1.0 + tanh(0.7978845608028654 * x * (1.0 + 0.044715 * x * x)));',
  ),
  silu: scalar('silu', 'if (x >= 0.0) return x / (1.0 + exp(-x));\nreturn x * (exp(x) / (1.0 + exp(x)));'),
  softplus: scalar('softplus', 'if (x > 20.0) return x;\nreturn (x > 0.0 ? x : 0.0) + log1p(exp(-fabs(x)));'),
  softsign: scalar('softsign', 'return x / (1.0 + fabs(x));'),
};

export const functionNames: Record<Exclude<Activation, 'linear'>, string> = {
  step: 'step',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  leakyRelu: 'leaky_relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  geluTanh: 'gelu_tanh',
  silu: 'silu',
  softplus: 'softplus',
  softsign: 'softsign',
};

export const categoryFunction = `/* The index of a text among the levels, or -1. */
static inline double @_index(const char *const levels[], int count, const char *text)
{
    for (int k = 0; k < count; k++) {
        int i = 0;
        while (text[i] != '\\0' && text[i] == levels[k][i]) i++;
        if (text[i] == levels[k][i]) return (double)k;
    }
    return -1.0;
}
`;

/** NAN is not within any limits. */
export const presentFunction = `static inline int @_present(double x)
{
    return fabs(x) <= 3.4028234663852886e38;
}
`;

export const codeFunction = `/* A category by its index; none of the levels is missing. */
static inline double @_code(double x, int count)
{
    return x >= 0.0 && x < (double)count ? x : NAN;
}
`;

export const scaledFunction = `/* A missing x is replaced, scaled, and limited. */
static inline double @_scaled(double x, double fill, double mean, double scale, double limit)
{
    double y = ((@_present(x) ? x : fill) - mean) / scale;
    if (y > limit) y = limit;
    if (y < -limit) y = -limit;
    return (double)(float)y;
}
`;

export const logFunction = `/* The signed logarithm of a number, or of what replaces a missing one. */
static inline double @_log(double x, double fill)
{
    double y = @_present(x) ? x : fill;
    return y < 0.0 ? -log1p(-y) : log1p(y);
}
`;

export const oneHotFunction = `/* One input for each level; missing: the level of a missing value, or -1. */
static inline void @_one_hot(double x, int missing, int levels, int others, double inputs[], int at)
{
    int known = 0;
    for (int k = 0; k < levels; k++) {
        int hit = @_present(x) ? x == (double)k : k == missing;
        inputs[at + k] = hit ? 1.0 : 0.0;
        if (hit) known = 1;
    }
    if (others) inputs[at + levels] = known ? 0.0 : 1.0;
}
`;

export const denseFunction = `/* outputs = weight * inputs + bias */
static inline void @_dense(const double inputs[], int columns, const float weight[], const float bias[],
                           double outputs[], int rows)
{
    for (int r = 0; r < rows; r++) {
        double sum = 0.0;
        for (int c = 0; c < columns; c++) sum += (double)weight[r * columns + c] * inputs[c];
        outputs[r] = sum + (double)bias[r];
    }
}
`;

export const batchFunction = `/* Batch normalisation by the running statistics. */
static inline void @_batch_norm(double x[], int count, const float gamma[], const float beta[], const float mean[],
                                const float variance[])
{
    for (int k = 0; k < count; k++)
        x[k] = (x[k] - (double)mean[k]) / sqrt((double)variance[k] + EPSILON) * (double)gamma[k] + (double)beta[k];
}
`;

export const layerFunction = `/* Layer normalisation by the mean and the population variance of the row. */
static inline void @_layer_norm(double x[], int count, const float gamma[], const float beta[])
{
    double mean = 0.0;
    double variance = 0.0;
    for (int k = 0; k < count; k++) mean += x[k] / (double)count;
    for (int k = 0; k < count; k++) variance += (x[k] - mean) * (x[k] - mean) / (double)count;
    for (int k = 0; k < count; k++)
        x[k] = (x[k] - mean) / sqrt(variance + EPSILON) * (double)gamma[k] + (double)beta[k];
}
`;
