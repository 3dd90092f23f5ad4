#pragma once

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/actions.h"

namespace ringside::core {

/// Actions in the order in which they are to be carried out. Taken one by one; more may come while one is carried out.
/// A world without a store asks for no journal, and has none.
class ActionQueue {
 public:
  explicit ActionQueue(bool journal) : journal_{journal} {}

  template <class A>
  void push_back(A&& action) {
    using Kind = std::decay_t<A>;
    if constexpr (std::is_same_v<Kind, JournalCall>) {
      if (!journal_) return;
    }
    actions_.emplace_back(std::in_place_type<Kind>, std::forward<A>(action));
  }

  /// A new one of this kind, to be filled in where it stands.
  template <class Kind>
  Kind& add() {
    return *std::get_if<Kind>(&actions_.emplace_back(std::in_place_type<Kind>));
  }

  /// Nothing is left, nor was there anything since the last one was taken.
  bool empty() const { return actions_.empty(); }

  std::optional<Action> take() {
    if (taken_ < actions_.size()) return std::move(actions_[taken_++]);
    clear();
    return {};
  }

  /// Hands the next one to the visitor, as the kind that it is; false if there is none.
  template <class Visit>
  bool take(Visit&& visit) {
    if (taken_ == actions_.size()) {
      clear();
      return false;
    }
    std::visit(
        [&](const auto& action) {
          const auto own = action;  // the row may move while it is carried out
          visit(own);
        },
        actions_[taken_++]);
    return true;
  }

 private:
  void clear() {
    actions_.clear();
    taken_ = 0;
  }

  std::vector<Action> actions_;
  std::size_t taken_ = 0;
  bool journal_;
};

}  // namespace ringside::core
