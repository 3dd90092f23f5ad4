#include "engine/control/control.h"

#include "engine/control/methods.h"

namespace ringside::control {

Control::Control(ports::Host& host, ControlSetup setup)
    : host_{host}, setup_{std::move(setup)}, methods_{std::make_unique<Methods>()} {
  host_.observe(events_);
  host_.observe(lost_calls_);
  host_.observe(call_times_);
}
Control::~Control() = default;

TablesRead Control::read_tables() {
  const std::scoped_lock lock{reading_};
  TablesRead read{++reads_, {}};
  if (setup_.load_tables) {
    read.tables = setup_.load_tables();
  } else {
    read.tables = tl::unexpected{ports::StoreError{"there is no database to read from"}};
  }
  return read;
}

tl::expected<void, ports::StoreError> Control::apply(TablesRead read) {
  if (!read.tables) return tl::unexpected{read.tables.error()};
  if (read.number <= applied_) return {};
  applied_ = read.number;
  core::drop_invalid_rows(*read.tables);
  for (const core::RowFault& fault : read.tables->faults) {
    if (setup_.report_fault) setup_.report_fault(fault);
  }
  host_.feed(ports::Reload{std::move(*read.tables)});
  return {};
}

}  // namespace ringside::control
