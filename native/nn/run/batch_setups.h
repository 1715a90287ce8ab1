// The batch_setup of each batch size that a run has, will have or began with; one of them is in use. A new batch size
// can be requested at any time, and is used from the next epoch on.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "batch/batch_setup.h"
#include "run/train_config.h"

namespace chainrule {

template <class Real> class batch_setups {
public:
    /// All references must outlive it. It uses no setting that a change may alter.
    batch_setups(const kernel_table<Real>& kernels, const network& net, const train_config<Real>& config)
        : kernels_(kernels), net_(net), config_(config) {
        all_.push_back(make(config.batch_rows));
        restart();
    }
    /// Bytes of the setup for one batch size.
    static std::size_t bytes(const network& net, const train_config<Real>& config, std::size_t batch_rows,
                             std::size_t train_rows) {
        return batch_setup<Real>::bytes(net, config.objective, batch_rows, train_rows, config.threads);
    }

    batch_setup<Real>& current() { return *current_; }
    const batch_setup<Real>& current() const { return *current_; }

    /// Makes a setup without adding it. Allocates; may be called from any thread.
    std::unique_ptr<batch_setup<Real>> make(std::size_t batch_rows) const {
        return std::make_unique<batch_setup<Real>>(kernels_, net_, config_.objective, config_.train, batch_rows,
                                                   config_.seed, config_.threads);
    }
    void add(std::unique_ptr<batch_setup<Real>> made) {
        if (find(made->rows()) == nullptr) all_.push_back(std::move(made));
    }
    /// Makes and adds the setup for this batch size, if there is none.
    void prepare(std::size_t batch_rows) {
        if (find(useful(batch_rows)) == nullptr) all_.push_back(make(batch_rows));
    }

    void want(std::size_t batch_rows) { wanted_rows_ = useful(batch_rows); }
    void use_wanted(const Real* parameters) {
        if (current_->rows() == wanted_rows_) return;
        current_ = find(wanted_rows_);
        current_->parameters_changed(parameters);
    }
    /// Frees every setup but the first, the current one, the requested one and those that changes still to come will
    /// need.
    void drop_unused(const auto& changes) {
        const auto is_unused = [&](const std::unique_ptr<batch_setup<Real>>& setup) {
            const std::size_t rows = setup->rows();
            if (setup == all_.front() || rows == current_->rows() || rows == wanted_rows_) return false;
            return !changes.has_ahead(
                [&](const change& next) { return next.batch_rows && useful(*next.batch_rows) == rows; });
        };
        std::erase_if(all_, is_unused);
    }
    /// Frees every setup but the first, and uses that.
    void restart() {
        all_.resize(1);
        current_ = all_.front().get();
        wanted_rows_ = current_->rows();
    }

private:
    std::size_t useful(std::size_t batch_rows) const {
        return batch_setup<Real>::useful_rows(batch_rows, config_.train.rows);
    }
    batch_setup<Real>* find(std::size_t rows) const {
        const auto found = std::ranges::find(all_, rows, [](const auto& setup) { return setup->rows(); });
        return found == all_.end() ? nullptr : found->get();
    }

    const kernel_table<Real>& kernels_;
    const network& net_;
    const train_config<Real>& config_;
    std::vector<std::unique_ptr<batch_setup<Real>>> all_;
    batch_setup<Real>* current_ = nullptr;
    std::size_t wanted_rows_ = 0;
};

}  // namespace chainrule
