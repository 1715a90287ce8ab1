// Layer normalisation (Ba, Kiros, Hinton 2016), over the columns of each row, and batch normalisation (Ioffe, Szegedy
// 2015), over the rows of each column; the caller gives the means over the rows. Both:
//   n = (x - mean) / deviation             y = scale n + shift
//   dn = scale dy                          dx = (dn - mean(dn) - n mean(dn n)) / deviation

namespace chainrule::CHAINRULE_KERNELS {
namespace {

void invert_deviations(real* x, real epsilon, size_t count) {
    for (size_t i = 0; i < count; i += width) {
        store(x + i, divide(broadcast(1.0f), square_root(add(load(x + i), broadcast(epsilon)))));
    }
}

/// The mean over a row's columns of value(column), which is called for each vector.
template <class Value> CHAINRULE_INLINE real mean_of_row(size_t columns, Value value) {
    return sum_columns(columns, value) / static_cast<real>(columns);
}

void scale_and_shift(const normalization_rows<real>& p, size_t row) {
    const real* normalized = p.normalized + row * p.stride;
    real* output = p.output + row * p.stride;
    for (size_t column = 0; column < padded_columns(p.columns); column += width) {
        store(output + column, fma(load(p.scale + column), load(normalized + column), load(p.shift + column)));
    }
}

void normalize_rows(const normalization_rows<real>& p, real epsilon) {
    for (size_t row = 0; row < p.rows; ++row) {
        real* x = p.normalized + row * p.stride;
        const vec mean = broadcast(mean_of_row(p.columns, [&](size_t column) { return load(x + column); }));
        const real variance = mean_of_row(p.columns, [&](size_t column) {
            const vec deviation = sub(load(x + column), mean);
            return mul(deviation, deviation);
        });
        alignas(64) real inverse[panel_width];
        store(inverse, divide(broadcast(1.0f), square_root(broadcast(variance + epsilon))));
        p.inverse_deviation[row] = inverse[0];
        for (size_t column = 0; column < padded_columns(p.columns); column += width) {
            const vec normalized = mul(sub(load(x + column), mean), broadcast(inverse[0]));
            store(x + column, within(column, p.columns, normalized, broadcast(0.0f)));
        }
        scale_and_shift(p, row);
    }
}

void normalize_rows_backward(const normalization_rows<real>& p) {
    for (size_t row = 0; row < p.rows; ++row) {
        const real* n = p.normalized + row * p.stride;
        const real* d_output = p.d_output + row * p.stride;
        const auto d_normalized = [&](size_t column) { return mul(load(p.scale + column), load(d_output + column)); };
        const vec mean = broadcast(mean_of_row(p.columns, d_normalized));
        const vec product = broadcast(
            mean_of_row(p.columns, [&](size_t column) { return mul(d_normalized(column), load(n + column)); }));
        const vec inverse = broadcast(p.inverse_deviation[row]);
        for (size_t column = 0; column < padded_columns(p.columns); column += width) {
            const vec centred = sub(sub(d_normalized(column), mean), mul(load(n + column), product));
            store(p.d_input + row * p.stride + column,
                  within(column, p.columns, mul(centred, inverse), broadcast(0.0f)));
        }
    }
}

void normalize_columns(const normalization_rows<real>& p) {
    for (size_t row = 0; row < p.rows; ++row) {
        real* x = p.normalized + row * p.stride;
        for (size_t column = 0; column < padded_columns(p.columns); column += width) {
            const vec centred = sub(load(x + column), load(p.mean + column));
            store(x + column, mul(centred, load(p.inverse_deviation + column)));
        }
        scale_and_shift(p, row);
    }
}

void normalize_columns_backward(const normalization_rows<real>& p) {
    for (size_t row = 0; row < p.rows; ++row) {
        for (size_t column = 0; column < padded_columns(p.columns); column += width) {
            const vec product = mul(load(p.normalized + row * p.stride + column), load(p.mean_product + column));
            const vec d_output = load(p.d_output + row * p.stride + column);
            const vec centred = sub(sub(d_output, load(p.mean_d_output + column)), product);
            const vec slope = mul(load(p.scale + column), load(p.inverse_deviation + column));
            store(p.d_input + row * p.stride + column, mul(centred, slope));
        }
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
