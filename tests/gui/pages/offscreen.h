#pragma once

#include <gmock/gmock.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

namespace ringside::gui {

/// Lets the application run until it is so, or for a minute.
template <class Condition>
bool wait_until(Condition condition) {
  return QTest::qWaitFor(condition, 60000);
}

}  // namespace ringside::gui
