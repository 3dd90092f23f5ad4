#include <gtest/gtest.h>

#include "tests/store/database_servers.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const int outcome = RUN_ALL_TESTS();
  ringside::store::DatabaseServer::stop_all();
  return outcome;
}
