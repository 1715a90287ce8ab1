// See train_config.h.
#include "run/train_config.h"

#include "check.h"
#include "network/score.h"

namespace chainrule {
namespace {

template <class Real> void check_monitored(const train_config<Real>& config) {
    const monitor monitored = config.stopping.monitored;
    const bool classes = scores_classes(config.objective.kind);
    const bool of_score = monitored == monitor::accuracy || monitored == monitor::mean_absolute_error;
    if (monitored == monitor::accuracy && !classes) refuse("Only classes have an accuracy that could be monitored.");
    if (monitored == monitor::mean_absolute_error && classes) {
        refuse("Classes have no mean absolute error that could be monitored.");
    }
    if (of_score && config.validation.rows == 0) refuse("Monitoring a score needs validation rows; found 0.");
}

template <class Real> void check_judged_by(const train_config<Real>& config) {
    if (!config.judged_by) return;
    const loss judge = config.judged_by->kind, objective = config.objective.kind;
    const bool same = takes_class_index(judge) == takes_class_index(objective) &&
                      takes_two_classes(judge) == takes_two_classes(objective);
    if (!same) refuse("validationLoss needs other targets than loss does.");
}

}  // namespace

template <class Real> void check_config(const train_config<Real>& config, const network& net) {
    if (config.train.rows == 0) refuse("Training needs at least 1 row; found 0.");
    check_monitored(config);
    check_judged_by(config);
    if (config.optimizer.kind != optimizer_kind::lbfgs) return;
    if (config.batch_rows < config.train.rows) refuse("L-BFGS needs all rows in one batch.");
    if (net.has_dropout()) refuse("L-BFGS needs a loss that does not change by chance: no dropout.");
    const regularization_config& r = config.regularization;
    if (r.needs_whole_gradient() || r.l1 > 0 || r.decoupled_decay > 0) {
        refuse("L-BFGS takes no penalty, clipping or max-norm: its line search would not see them.");
    }
}

void check_change(const optimizer_config& first, std::size_t train_rows, const change& what) {
    if (what.optimizer) {
        const bool same = what.optimizer->kind == first.kind && slot_count(*what.optimizer) == slot_count(first);
        if (!same) refuse("A run keeps its optimizer, and L-BFGS the size of its history; only settings may change.");
    }
    if (what.batch_rows && first.kind == optimizer_kind::lbfgs && *what.batch_rows < train_rows) {
        refuse("L-BFGS needs all rows in one batch.");
    }
}

template void check_config(const train_config<float>&, const network&);
template void check_config(const train_config<double>&, const network&);

}  // namespace chainrule
