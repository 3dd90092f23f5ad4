#include <sys/un.h>

#include <fstream>

#include "tests/program/engine_program.h"

namespace ringside {
namespace {

TEST_F(EngineProgram, SaysItsVersionAndItsHelp) {
  Process version{{ENGINE_PROGRAM, "--version"}};
  EXPECT_EQ(version.wait_for_end(5s), 0);
  EXPECT_EQ(version.output().find("ringside-engine 0."), 0u) << version.output();
  Process help{{ENGINE_PROGRAM, "--help"}};
  EXPECT_EQ(help.wait_for_end(5s), 0);
  EXPECT_NE(help.output().find("--wrapup_time"), std::string::npos);
}

TEST_F(EngineProgram, WrongOptionsEndItWithCode2) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--wrapup_tme", "1"},
                                                                                     {"--wrapup_time", "x"},
                                                                                     {"--db_url", "oracle://x"},
                                                                                     {"--db_url", ""},
                                                                                     {"--cca_skills_column", "agentid"}}) {
    std::vector<std::string> command{ENGINE_PROGRAM};
    command.insert(command.end(), wrong.begin(), wrong.end());
    Process process{command};
    EXPECT_EQ(process.wait_for_end(10s), 2) << ::testing::PrintToString(wrong) << process.output();
    EXPECT_EQ(process.output().find("ringside-engine: "), 0u) << process.output();
  }
}

TEST_F(EngineProgram, AMissingDatabaseEndsItWithCode1AndIsNamed) {
  Process process{{ENGINE_PROGRAM, "--db_url", url(), "--listen", "udp:127.0.0.1:0", "--mi_http", "off"}};
  EXPECT_EQ(process.wait_for_end(10s), 1);
  EXPECT_NE(process.output().find("cc.db"), std::string::npos) << process.output();
}

TEST_F(EngineProgram, InitDbCreatesTablesOnceAndTouchesNothingThatIsThere) {
  make_database();
  add_flow("support", 5999);
  Process again{{ENGINE_PROGRAM, "--db_url", url(), "--init-db"}};
  EXPECT_EQ(again.wait_for_end(10s), 0);
  EXPECT_EQ(again.output(), "nothing was missing\n");
  EXPECT_EQ(sql("select flowid from cc_flows"), "support\n");
}

TEST_F(EngineProgram, ProvisionWritesAScenariosFlowsAndAgents) {
  const fs::path scenario = directory_ / "centre.yaml";
  std::ofstream{scenario}
      << "flows: {support: {priority: 7, message_welcome: {uri: 'sip:welcome@127.0.0.1:5990', length: 3s}, "
         "message_queue: 'sip:queue@127.0.0.1:5990', calls: {arrivals: 60/h, handle_time: 3m}}}\n"
         "agents: {team: {count: 2, skills: [support], location: 'sip:{agent}@127.0.0.1:5998'}}\nhorizon: 1h\n";
  Process provision{{ENGINE_PROGRAM, "--db_url", url(), "--provision", scenario.string()}};
  EXPECT_EQ(provision.wait_for_end(10s), 0) << provision.output();
  EXPECT_NE(provision.output().find("flows: 1 added, 0 changed; agents: 2 added, 0 changed"), std::string::npos)
      << provision.output();
  EXPECT_EQ(sql("select flowid, priority, message_welcome from cc_flows"), "support|7|sip:welcome@127.0.0.1:5990\n");
  start();
  EXPECT_NE(ask("cc_list_agents").find("team-2"), std::string::npos);
  stop();
  std::ofstream{scenario} << "flows: {support: {prio: 7}}\nagents: {}\nhorizon: 1h\n";
  Process wrong{{ENGINE_PROGRAM, "--db_url", url(), "--provision", scenario.string()}};
  EXPECT_EQ(wrong.wait_for_end(10s), 2);
  EXPECT_NE(wrong.output().find("centre.yaml:1:"), std::string::npos) << wrong.output();
}

TEST_F(EngineProgram, CheckConfigNamesEveryFaultyRow) {
  make_database();
  add_flow("support", 5999);
  add_agent("ann", 5998);
  Process right{{ENGINE_PROGRAM, "--db_url", url(), "--check-config"}};
  EXPECT_EQ(right.wait_for_end(10s), 0) << right.output();
  sql("update cc_agents set location = 'nowhere'");
  Process wrong{{ENGINE_PROGRAM, "--db_url", url(), "--check-config"}};
  EXPECT_EQ(wrong.wait_for_end(10s), 2);
  EXPECT_NE(wrong.output().find("cc_agents row 'ann', column location: found nowhere"), std::string::npos) << wrong.output();
}

TEST_F(EngineProgram, CheckConfigNamesWhatTheEngineWouldNotStartWith) {
  make_database();
  add_flow("support", 5999);
  add_agent("ann", 5998);
  const auto check = [&](const std::vector<std::string>& more) {
    std::vector<std::string> command{ENGINE_PROGRAM, "--db_url", url(), "--check-config"};
    command.insert(command.end(), more.begin(), more.end());
    Process process{command};
    EXPECT_EQ(process.wait_for_end(10s), 2) << process.output();
    return process.output();
  };
  EXPECT_NE(check({"--listen", "tls:127.0.0.1:0", "--tls_certificate", "/nowhere.pem"}).find("/nowhere.pem"),
            std::string::npos);
  EXPECT_NE(check({"--spill_directory", "/nowhere"}).find("spill file /nowhere/cc.db-spill"), std::string::npos);
  for (const auto& [table, column] :
       {std::pair{"cc_cdrs", "talk_time"}, {"cc_calls", "recv_time"}, {"rs_dialogs", "local_tag"}, {"rs_agents", "position"}}) {
    const std::string rename = std::string{"alter table "} + table + " rename column ";
    sql(rename + column + " to other");
    const std::string said = check({});
    EXPECT_NE(said.find(std::string{"table "} + table + ": there is no column " + column), std::string::npos) << said;
    sql(rename + "other to " + column);
  }
}

TEST_F(EngineProgram, CheckConfigWarnsOfAStrangeVariableAndIsContent) {
  make_database();
  add_flow("support", 5999);
  add_agent("ann", 5998);
  Process check{{ENGINE_PROGRAM, "--db_url", url(), "--check-config"}, {"RINGSIDE_JOBS=2"}};
  EXPECT_EQ(check.wait_for_end(10s), 0) << check.output();
  EXPECT_NE(check.output().find("RINGSIDE_JOBS"), std::string::npos) << check.output();
}

TEST_F(EngineProgram, GoesOnWithTheRowsThatAreRightAndTakesTheRestLater) {
  make_database();
  add_flow("support", 5999);
  add_agent("ann", 5998);
  add_agent("bea", 5997);
  sql("update cc_agents set location = 'nowhere' where agentid = 'bea'");
  start();
  EXPECT_NE(engine_->output().find("row 'bea'"), std::string::npos) << engine_->output();
  Process check{{ENGINE_PROGRAM, "--db_url", url(), "--check-config"}};
  EXPECT_EQ(check.wait_for_end(10s), 2) << "it may be asked while an engine runs" << check.output();
  EXPECT_NE(check.output().find("1 flows, 1 agents"), std::string::npos) << check.output();
  EXPECT_EQ(ask("cc_list_agents").find("bea"), std::string::npos);
  sql("update cc_agents set location = 'sip:bea@127.0.0.1:5997' where agentid = 'bea'");
  EXPECT_EQ(ask("cc_reload"), R"({"jsonrpc":"2.0","result":"OK","id":1})");
  EXPECT_NE(ask("cc_list_agents").find(R"({"id":"bea","Ref":0,"Loged in":"YES","State":"free"})"), std::string::npos);
  stop();
}

TEST_F(EngineProgram, AnEmptyDatabaseIsAWarning) {
  make_database();
  start();
  EXPECT_NE(engine_->output().find("there is no flow"), std::string::npos) << engine_->output();
  stop();
}

TEST_F(EngineProgram, APortInUseEndsItWithCode1AndIsNamed) {
  make_database();
  start();
  for (const auto& [option, value] : {std::pair{"--listen", "udp:127.0.0.1:" + std::to_string(sip_port_)},
                                      std::pair{"--mi_http", "127.0.0.1:" + std::to_string(mi_port_)}}) {
    const std::string other = "sqlite://" + (directory_ / "other.db").string();
    Process init{{ENGINE_PROGRAM, "--db_url", other, "--init-db"}};
    ASSERT_EQ(init.wait_for_end(10s), 0) << init.output();
    std::vector<std::string> command{ENGINE_PROGRAM, "--db_url", other, option, value};
    if (std::string{option} == "--listen") {
      command.insert(command.end(), {"--mi_http", "off"});
    } else {
      command.insert(command.end(), {"--listen", "udp:127.0.0.1:0"});
    }
    Process second{command};
    EXPECT_EQ(second.wait_for_end(10s), 1) << second.output();
    EXPECT_NE(second.output().find(value.substr(value.rfind(':') + 1)), std::string::npos) << second.output();
  }
  stop();
}

TEST_F(EngineProgram, TellsTheServiceManagerWhenItIsReadyAndWhenItStops) {
  make_database();
  const fs::path path = directory_ / "notify";
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path, sizeof address.sun_path, "%s", path.c_str());
  ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const timeval limit{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const auto heard = [fd] {
    char text[128];
    const ssize_t size = ::recv(fd, text, sizeof text, 0);
    return std::string(text, static_cast<std::size_t>(size < 0 ? 0 : size));
  };
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  start();
  ::unsetenv("NOTIFY_SOCKET");
  EXPECT_EQ(heard(), "READY=1");
  engine_->send(SIGINT);
  EXPECT_EQ(heard(), "STOPPING=1");
  EXPECT_EQ(engine_->wait_for_end(20s), 0) << engine_->output();
  ::close(fd);
}

TEST_F(EngineProgram, GoesOnAtSighupWithANewLogFile) {
  make_database();
  const fs::path file = directory_ / "log";
  start({"--log_file", file});
  fs::rename(file, directory_ / "log.1");
  engine_->send(SIGHUP);
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (!fs::exists(file) && std::chrono::steady_clock::now() < deadline) ::usleep(10'000);
  stop();
  std::ifstream log{file};
  const std::string text{std::istreambuf_iterator<char>{log}, {}};
  EXPECT_NE(text.find("stopped"), std::string::npos) << text;
}

TEST_F(EngineProgram, LogsJsonLinesWithCallIds) {
  make_database();
  const fs::path file = directory_ / "log";
  start({"--log_format", "json", "--log_file", file});
  stop();
  std::ifstream log{file};
  std::string line;
  ASSERT_TRUE(std::getline(log, line));
  EXPECT_EQ(line.find("{\"time\":\""), 0u) << line;
}

TEST_F(EngineProgram, L1_ACallGoesThroughTheWholeEngineToItsRecord) {
  if (!sipp_is_there()) GTEST_SKIP() << "SIPp is not installed";
  make_database();
  const int agent_port = free_udp_port();
  add_flow("support", free_udp_port());
  add_agent("ann", agent_port);
  start();
  Process agent{sipp({"-sn", "uas", "-p", std::to_string(agent_port), "-m", "1"})};
  Process caller{sipp({"-sn", "uac", "-p", std::to_string(free_udp_port()), "-s", "support", "-m", "1", "-d", "1500",
                       "127.0.0.1:" + std::to_string(sip_port_)})};
  EXPECT_TRUE(comes_to("cc_list_agents", R"("State":"incall")")) << engine_->output();
  EXPECT_TRUE(comes_to("cc_list_calls", R"("State":"toagent","Call Time":)")) << ask("cc_list_calls");
  EXPECT_EQ(caller.wait_for_end(20s), 0) << caller.output() << engine_->output();
  EXPECT_EQ(agent.wait_for_end(20s), 0) << agent.output();
  EXPECT_TRUE(comes_to("cc_list_agents", R"("State":"free")")) << ask("cc_list_agents");
  EXPECT_EQ(ask("get_statistics", R"({"statistics":["ccg_incalls","ccf_answ_incalls-support","cca_att-ann"]})"),
            R"({"jsonrpc":"2.0","result":{"call_center:ccg_incalls":1,"call_center:ccf_answ_incalls-support":1,)"
            R"("call_center:cca_att-ann":1},"id":1})");
  stop();
  EXPECT_EQ(sql("select flow_id, agent_id, call_type, rejected, fstats, talk_time, cid, media from cc_cdrs"),
            "support|ann|0|0|7|1|1|1\n");
  EXPECT_EQ(sql("select count(*) from cc_calls"), "0\n");
}

TEST_F(EngineProgram, ARecordingOfRealCallsIsReplayedBitForBit) {
  if (!sipp_is_there()) GTEST_SKIP() << "SIPp is not installed";
  make_database();
  const int agent_port = free_udp_port();
  add_flow("support", free_udp_port());
  add_agent("ann", agent_port);
  const fs::path recording = directory_ / "day.rec";
  start({"--record", recording.string()});
  Process agent{sipp({"-sn", "uas", "-p", std::to_string(agent_port), "-m", "3"})};
  Process caller{sipp({"-sn", "uac", "-p", std::to_string(free_udp_port()), "-s", "support", "-m", "3", "-r", "2", "-l", "1",
                       "-d", "100", "127.0.0.1:" + std::to_string(sip_port_)})};
  EXPECT_EQ(caller.wait_for_end(20s), 0) << caller.output() << engine_->output();
  EXPECT_EQ(agent.wait_for_end(20s), 0) << agent.output();
  ask("cc_agent_login", R"({"agent_id":"ann","state":0})");
  ask("cc_reload");
  stop();

  Process replay{{ENGINE_PROGRAM, "--replay", recording.string()}};
  EXPECT_EQ(replay.wait_for_end(10s), 0) << replay.output();
  EXPECT_NE(replay.output().find("3 calls"), std::string::npos) << replay.output();
  EXPECT_NE(replay.output().find("the same actions, bit for bit"), std::string::npos) << replay.output();

  std::ifstream file{recording, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(bytes.find("sipp"), std::string::npos) << "callers are hashed";
  std::ofstream{directory_ / "bad.rec"} << "no recording";
  Process refused{{ENGINE_PROGRAM, "--replay", (directory_ / "bad.rec").string()}};
  EXPECT_EQ(refused.wait_for_end(10s), 2);
  EXPECT_NE(refused.output().find("bad.rec: this is not a ringside recording"), std::string::npos) << refused.output();
}

TEST_F(EngineProgram, TheRecordingOfACrashIsKeptByTheNextStart) {
  make_database();
  add_flow("support", free_udp_port());
  add_agent("ann", free_udp_port());
  const fs::path recording = directory_ / "day.rec";
  start({"--record", recording.string()});
  ask("cc_agent_login", R"({"agent_id":"ann","state":0})");
  engine_->send(SIGKILL);
  engine_->wait_for_end(10s);
  start({"--record", recording.string()});
  stop();
  EXPECT_NE(engine_->output().find("day.rec.1"), std::string::npos) << engine_->output();
  for (const char* const name : {"day.rec", "day.rec.1"}) {
    Process replay{{ENGINE_PROGRAM, "--replay", (directory_ / name).string()}};
    EXPECT_EQ(replay.wait_for_end(10s), 0) << name << ": " << replay.output();
  }
}

TEST_F(EngineProgram, StoppingEndsTheCallsThatAreLeftWithARecordEach) {
  if (!sipp_is_there()) GTEST_SKIP() << "SIPp is not installed";
  make_database();
  const int media_port = free_udp_port();
  add_flow("support", media_port);
  add_agent("ann", free_udp_port());
  start({"--internal_call_dispatching", "0", "--sip_trace", "1"});
  Process media{sipp({"-sn", "uas", "-p", std::to_string(media_port)})};
  Process caller{sipp({"-sn", "uac", "-p", std::to_string(free_udp_port()), "-s", "support", "-m", "1", "-d", "60000",
                       "127.0.0.1:" + std::to_string(sip_port_)})};
  ASSERT_TRUE(engine_->wait_for_line("   ACK sip:support@", 10s)) << "the caller hears the queue";
  const auto begin = std::chrono::steady_clock::now();
  stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 8s) << engine_->output();
  EXPECT_EQ(sql("select flow_id, call_type, cid from cc_cdrs"), "support|-1|1\n");
}

TEST_F(EngineProgram, SequenceNumbersGoOnBehindTheLastOneStored) {
  make_database();
  add_flow("support", free_udp_port());
  add_agent("ann", free_udp_port());
  sql("insert into cc_cdrs (caller, received_timestamp, flow_id, cid) values ('bob', '2026-01-01 00:00:00', 'support', 41)");
  if (!sipp_is_there()) GTEST_SKIP() << "SIPp is not installed";
  start({"--internal_call_dispatching", "0"});
  // Nobody plays the queue's message: the caller is refused, with a record.
  Process caller{sipp({"-sn", "uac", "-p", std::to_string(free_udp_port()), "-s", "support", "-m", "1",
                       "127.0.0.1:" + std::to_string(sip_port_)})};
  EXPECT_TRUE(comes_to("get_statistics", R"("call_center:ccg_incalls":1)", R"({"statistics":["ccg_incalls"]})"));
  stop();
  EXPECT_EQ(sql("select cid, call_type from cc_cdrs where cid > 41"), "1041|-1\n");
}

}  // namespace
}  // namespace ringside
