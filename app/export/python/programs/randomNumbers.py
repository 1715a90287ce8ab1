# Chainrule's random numbers: each is a hash (SplitMix64) of seed, purpose, number of the stream and index, so that the order of the
# rows and the outputs that dropout leaves out are the same here.
import numpy as np

GOLDEN = 0x9E3779B97F4A7C15
SHUFFLE, DROPOUT = 1, 3
STREAMS_OF_STEP = 4096
ALL_BITS = (1 << 64) - 1


def _mixed(x):
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & ALL_BITS
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & ALL_BITS
    return x ^ (x >> 31)


def _stream_key(seed, purpose, number):
    purpose_key = _mixed((_mixed((seed + GOLDEN) & ALL_BITS) + purpose * GOLDEN) & ALL_BITS)
    return _mixed((purpose_key + number * GOLDEN) & ALL_BITS)


def _bits(key, index):
    """The numbers of a stream at an array of indices."""
    x = np.uint64(key) + (index.astype(np.uint64) + np.uint64(1)) * np.uint64(GOLDEN)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def epoch_order(seed, epoch, rows):
    """The order in which an epoch, counted from 0, takes the rows: Fisher and Yates' shuffle."""
    left = np.arange(rows, 1, -1, dtype=np.uint64)
    chosen = ((_bits(_stream_key(seed, SHUFFLE, epoch), left) >> np.uint64(32)) * left) >> np.uint64(32)
    order = list(range(rows))
    for last, other in zip((left - np.uint64(1)).tolist(), chosen.tolist()):
        order[last], order[other] = order[other], order[last]
    return np.array(order, dtype=np.int64)


def dropout_factors(seed, step, layer, rows, units, share):
    """What outputs are multiplied by, rows x units. `rows` are places in the batch, `step` counts from 1."""
    index = rows.astype(np.uint64)[:, None] * np.uint64(units) + np.arange(units, dtype=np.uint64)
    drawn = _bits(_stream_key(seed, DROPOUT, step * STREAMS_OF_STEP + layer), index) >> np.uint64(40)
    return np.where(drawn < np.uint64(int(share * 2 ** 24)), 0, 1 / (1 - share))
