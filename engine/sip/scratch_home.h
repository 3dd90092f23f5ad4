#pragma once

#include "engine/sip/sofia.h"

namespace ringside::sip {

/// A su_home that lives on the stack, for what is only needed while one message is made.
class ScratchHome {
 public:
  ScratchHome() { su_home_auto(home_, sizeof home_); }
  ScratchHome(const ScratchHome&) = delete;
  ScratchHome& operator=(const ScratchHome&) = delete;
  ~ScratchHome() { su_home_deinit(home_); }
  su_home_t* get() { return home_; }

 private:
  su_home_t home_[SU_HOME_AUTO_SIZE(2048)];
};

}  // namespace ringside::sip
