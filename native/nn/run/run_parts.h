// The parts of a run whose size grows with the network or the rows, laid out in one arena, so that the bytes counted
// before a run are the bytes that it takes. A run also has a batch_setup per batch size and a checkpoint_history.
#pragma once

#include "optimizer/update_ratios.h"
#include "run/checkpoint_store.h"
#include "run/epoch_order.h"
#include "run/optimizer_steps.h"
#include "run/training_state.h"
#include "run/validation.h"

namespace chainrule {

template <class Real> struct run_parts {
    /// `evaluation` is the plan for the validation rows; `pool` has as many threads as it needs. All references must
    /// outlive this object.
    run_parts(const kernel_table<Real>& kernels, const network& net, const train_config<Real>& config,
              std::size_t train_rows, std::size_t validation_rows, const evaluation_plan& evaluation, thread_pool& pool,
              arena& memory)
        : state(net, slot_count(config.optimizer), memory),
          kept(net, slot_count(config.optimizer), memory),
          order(train_rows, memory),
          steps(kernels, net, config, state, memory),
          validating(kernels, net, validation_rows, evaluation, pool, memory),
          ratios(net, memory) {}

    training_state<Real> state;
    checkpoint_store<Real> kept;
    epoch_order order;
    optimizer_steps<Real> steps;
    validation<Real> validating;
    update_ratios<Real> ratios;
};

}  // namespace chainrule
