#include "engine/options.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/option_table.h"

namespace ringside {
namespace {

using namespace std::chrono_literals;

class OptionsTest : public ::testing::Test {
 protected:
  ~OptionsTest() override { std::filesystem::remove(path_); }

  void write_file(const std::string& text) { std::ofstream{path_} << text; }

  tl::expected<Options, OptionError> read(const std::vector<std::string>& arguments, const Environment& environment = {}) {
    return read_options(arguments, environment);
  }
  tl::expected<Options, OptionError> read_with_file(std::vector<std::string> arguments, const Environment& environment = {}) {
    arguments.insert(arguments.end(), {"--config", path_});
    return read_options(arguments, environment);
  }
  std::string error_of(const std::vector<std::string>& arguments, const Environment& environment = {}) {
    const auto options = read_options(arguments, environment);
    return options ? "accepted" : options.error().message;
  }
  std::string error_of_file(const std::string& text) {
    write_file(text);
    const auto options = read_with_file({});
    return options ? "accepted" : options.error().message;
  }

  const std::string path_ =
      std::filesystem::temp_directory_path() / ("ringside_options_" + std::to_string(getpid()) + "_" +
                                                ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".ini");
};

TEST_F(OptionsTest, TheTimeScaleIsAFactorWithinReason) {
  EXPECT_EQ(read({})->time_scale, 1);
  EXPECT_EQ(read({"--time_scale", "60"})->time_scale, 60);
  EXPECT_EQ(read({"--time_scale", "0.5"})->time_scale, 0.5);
  for (const char* wrong : {"0", "-1", "1001", "nan", "inf", "60x", "", "1e2"}) {
    EXPECT_NE(error_of({"--time_scale", wrong}).find("a number from 0.1 to 1000"), std::string::npos) << wrong;
  }
}

TEST_F(OptionsTest, DefaultsInTheHelpAreTheDefaultsOfTheEngine) {
  const auto options = read({});
  ASSERT_TRUE(options) << options.error().message;
  const core::Settings core;
  EXPECT_EQ(options->core.wrapup_time, core.wrapup_time);
  EXPECT_EQ(options->core.reject_on_no_agents, core.reject_on_no_agents);
  EXPECT_EQ(options->core.reject_on_no_agents_media, core.reject_on_no_agents_media);
  EXPECT_EQ(options->core.internal_call_dispatching, core.internal_call_dispatching);
  EXPECT_EQ(options->core.chat_dispatch_policy, core.chat_dispatch_policy);
  EXPECT_EQ(options->core.dissuade_first, core.dissuade_first);
  EXPECT_EQ(options->core.dissuading_keep_place, core.dissuading_keep_place);
  EXPECT_EQ(options->core.dissuading_qsize_scope, core.dissuading_qsize_scope);
  EXPECT_EQ(options->core.queue_pos_scope, core.queue_pos_scope);
  EXPECT_EQ(options->core.ewt_estimator, core.ewt_estimator);
  EXPECT_EQ(options->core.message_timeout, core.message_timeout);
  EXPECT_EQ(options->core.agent_ring_timeout, core.agent_ring_timeout);
  EXPECT_EQ(options->core.bridge_timeout, core.bridge_timeout);
  EXPECT_EQ(options->core.cancel_grace, core.cancel_grace);
  EXPECT_EQ(options->core.reject_retry_delay, core.reject_retry_delay);
  EXPECT_EQ(options->core.min_talk_time, core.min_talk_time);
  EXPECT_EQ(options->core.max_rejections, core.max_rejections);
  EXPECT_EQ(options->core.max_bridge_failures, core.max_bridge_failures);
  EXPECT_EQ(options->core.sl_threshold, core.sl_threshold);
  EXPECT_FALSE(options->core.queue_positions) << "without queue_pos_param nobody is told";

  const sip::SipSettings sip;
  EXPECT_EQ(options->sip.listen, sip.listen);
  EXPECT_EQ(options->sip.pass_headers, sip.pass_headers);
  EXPECT_EQ(options->sip.state_header, sip.state_header);
  EXPECT_EQ(options->sip.param_header, sip.param_header);
  EXPECT_EQ(options->sip.b2b_logic_ctx_param, sip.b2b_logic_ctx_param);
  EXPECT_EQ(options->sip.ring_media_delay, sip.ring_media_delay);
  EXPECT_EQ(options->sip.max_unanswered, sip.max_unanswered);
  EXPECT_EQ(options->sip.bridge_timeout, sip.bridge_timeout);
  EXPECT_EQ(options->sip.media_answer_timeout, sip.media_answer_timeout);
  EXPECT_EQ(options->sip.queue_media_retries, sip.queue_media_retries);
  EXPECT_EQ(options->sip.max_calls, sip.max_calls);
  EXPECT_EQ(options->sip.max_cps, sip.max_cps);
  EXPECT_EQ(options->sip.max_lag, sip.max_lag);
  EXPECT_EQ(options->sip.retry_after, sip.retry_after);
  EXPECT_EQ(options->sip.refusal_answers.no_agents, sip.refusal_answers.no_agents);
  EXPECT_EQ(options->sip.user_agent, sip.user_agent);
}

TEST_F(OptionsTest, CommandLineWinsOverEnvironmentWinsOverFileWinsOverDefault) {
  write_file("wrapup_time = 1\nmax_calls = 1\nretry_after = 1\n");
  const auto options = read_with_file({"--wrapup_time", "3"}, {{"RINGSIDE_WRAPUP_TIME", "2"}, {"RINGSIDE_MAX_CALLS", "2"}});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->core.wrapup_time, 3s);
  EXPECT_EQ(options->sip.max_calls, 2u);
  EXPECT_EQ(options->sip.retry_after, 1u);
  EXPECT_EQ(options->core.agent_ring_timeout, 30s);
}

TEST_F(OptionsTest, TheConfigFileItselfMayBeNamedInTheEnvironment) {
  write_file("wrapup_time = 7\n");
  const auto options = read({}, {{"RINGSIDE_CONFIG", path_}});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->core.wrapup_time, 7s);
}

TEST_F(OptionsTest, DashesAndUnderscoresAreTheSameOnTheCommandLine) {
  EXPECT_EQ(read({"--wrapup-time=4"})->core.wrapup_time, 4s);
  EXPECT_EQ(read({"--init-db"})->task, Task::init_db);
  EXPECT_EQ(read({"--init_db"})->task, Task::init_db);
}

TEST_F(OptionsTest, ListenersAreRepeatableAndReplaceTheDefault) {
  const auto two = read({"--listen", "udp:127.0.0.1:5060", "--listen", "tcp:[::1]:0"});
  ASSERT_TRUE(two) << two.error().message;
  EXPECT_EQ(two->sip.listen, (std::vector<std::string>{"udp:127.0.0.1:5060", "tcp:[::1]:0"}));
  const auto in_one = read({}, {{"RINGSIDE_LISTEN", "udp:127.0.0.1:1, tcp:127.0.0.1:2"}});
  ASSERT_TRUE(in_one) << in_one.error().message;
  EXPECT_EQ(in_one->sip.listen.size(), 2u);
  write_file("listen = udp:127.0.0.1:1\nlisten = udp:127.0.0.1:2\n");
  EXPECT_EQ(read_with_file({})->sip.listen.size(), 2u);
  EXPECT_EQ(read_with_file({"--listen", "udp:127.0.0.1:3"})->sip.listen.size(), 1u);
}

TEST_F(OptionsTest, UnitsAreTheRulesOwn) {
  const auto options =
      read({"--min_talk_time", "1000", "--ring_media_delay", "250", "--message_timeout", "1.5", "--bridge_timeout", "4"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->core.min_talk_time, 1s);
  EXPECT_EQ(options->sip.ring_media_delay, 250ms);
  EXPECT_EQ(options->core.message_timeout, 1500ms);
  EXPECT_EQ(options->core.bridge_timeout, 4s);
  EXPECT_EQ(options->sip.bridge_timeout, 4s) << "both sides keep the same time";
}

TEST_F(OptionsTest, AnUnknownOptionIsNamedWithItsPlaceAndTheNearestKnownOne) {
  EXPECT_EQ(error_of({"--wrapup_tme", "3"}),
            "command line: unknown option 'wrapup_tme', did you mean wrapup_time? (--help lists them all)");
  EXPECT_EQ(error_of_file("\n[engine]\nwrapup_tme = 3\n"),
            path_ + ":3: unknown option 'wrapup_tme', did you mean wrapup_time? (--help lists them all)");
  EXPECT_EQ(error_of({"--zzzzzzzzzzzzzzzzz", "3"}), "command line: unknown option 'zzzzzzzzzzzzzzzzz' (--help lists them all)");
}

TEST_F(OptionsTest, AStrangeEnvironmentVariableIsAWarningOnly) {
  const auto options = read({}, {{"RINGSIDE_WRAPUP_TIMES", "2"}, {"HOME", "/"}});
  ASSERT_TRUE(options) << options.error().message;
  ASSERT_EQ(options->warnings.size(), 1u);
  EXPECT_NE(options->warnings[0].find("RINGSIDE_WRAPUP_TIMES: unknown option"), std::string::npos) << options->warnings[0];
}

TEST_F(OptionsTest, AWrongValueIsReportedWithPlaceOptionFoundAndAllowed) {
  EXPECT_EQ(error_of({"--wrapup_time", "soon"}),
            "command line: wrapup_time: found 'soon', allowed: seconds from 0 to 86400, such as 30 or 0.5");
  EXPECT_EQ(error_of({}, {{"RINGSIDE_MAX_CALLS", "-1"}}),
            "RINGSIDE_MAX_CALLS: max_calls: found '-1', allowed: a whole number from 0 to 2147483647");
  EXPECT_EQ(error_of_file("# first\n\nchat_dispatch_policy = fullload # a comment\n"),
            path_ + ":3: chat_dispatch_policy: found 'fullload', allowed: one of balancing, full-load");
}

TEST_F(OptionsTest, ValuesThatCannotBeAreRefused) {
  const std::vector<std::vector<std::string>> wrong{
      {"--wrapup_time", ""},
      {"--wrapup_time", "86401"},
      {"--wrapup_time", "1e3"},
      {"--wrapup_time", "1."},
      {"--wrapup_time", ".5"},
      {"--wrapup_time", "0.0000000001"},
      {"--wrapup_time", "99999999999999999999"},
      {"--wrapup_time"},
      {"--wrapup_time", "1", "--wrapup_time", "2"},
      {"--reject_on_no_agents", "maybe"},
      {"--listen", "udp:127.0.0.1"},
      {"--listen", "sctp:127.0.0.1:5060"},
      {"--listen", "udp:127.0.0.1:65536"},
      {"--listen", "udp:::1:5060"},
      {"--listen", ""},
      {"--allow_sources", "192.0.2.0/33"},
      {"--allow_sources", "office"},
      {"--mi_http", "8888"},
      {"--outbound_proxy", "http://192.0.2.1"},
      {"--flow_from", "/nowhere/at/all"},
      {"--flow_from", "header:"},
      {"--flow_from", "header:X Flow"},
      {"--cca_agentid_column", "agent id"},
      {"--cca_agentid_column", "a;drop table cc_agents"},
      {"--cca_agentid_column", std::string(65, 'a')},
      {"--answer_no_agents", "200"},
      {"--queue_pos_param", "a=b"},
      {"--queue_ewt_param", "a b"},
      {"--user_agent", "two\nlines"},
      {"--config", "/nowhere/at/all"},
      {"--log_level", "loud"},
      {"--init-db=1"},
      {"stray"},
      {"--", "stray"},
      {"-x"},
  };
  for (const auto& arguments : wrong) EXPECT_NE(error_of(arguments), "accepted") << ::testing::PrintToString(arguments);
}

TEST_F(OptionsTest, AFileLineThatIsNoOptionIsNamedByNumber) {
  EXPECT_EQ(error_of_file("wrapup_time = 1\nwrapup_time\n"),
            path_ + ":2: found 'wrapup_time', allowed are lines 'name = value'");
  EXPECT_EQ(error_of_file("wrapup_time 30\n"), path_ + ":1: found 'wrapup_time', allowed are lines 'name = value'");
  EXPECT_EQ(error_of_file("= 30\n"), path_ + ":1: found something else, allowed are lines 'name = value'");
}

TEST_F(OptionsTest, AFileLineIsSplitAtItsFirstEqualsSignAndEndsBeforeItsComment) {
  write_file("  # all of it\r\n\tdb_url=postgres://u:a=b#c%23@h/db?unix_socket=/x \r\nuser_agent = a#b\t# c # d\nmi_token =\n");
  const auto options = read_with_file({});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->store.db_url, "postgres://u:a=b#c%23@h/db?unix_socket=/x");
  EXPECT_EQ(options->sip.user_agent, "a#b");
  EXPECT_EQ(options->control.mi_token, "");
}

TEST_F(OptionsTest, ASecretIsNotCutAtWhatLooksLikeAComment) {
  for (const std::string line : {"mi_token = abc #def", "mi_token = #def", "db_url = postgres://u:abc #def@h/db"}) {
    const std::string error = error_of_file("log_level = info # right\n" + line + "\n");
    EXPECT_EQ(error.find(path_ + ":2: " + line.substr(0, line.find(' ')) + ": found '#' after a blank"), 0U) << error;
    EXPECT_EQ(error.find("def"), std::string::npos) << error;
  }
}

TEST_F(OptionsTest, FlowRulesAreReadFromAFileInTheirOrder) {
  write_file("# who is called\nsales*  sales\n*@example.org:5060 support # by host\n");
  const auto options = read({"--flow_from", path_});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->sip.flow_from, sip::FlowSource::table);
  ASSERT_EQ(options->sip.flow_table.size(), 2u);
  EXPECT_EQ(options->sip.flow_table[0].pattern, "sales*");
  EXPECT_EQ(options->sip.flow_table[1].flow_id, "support");
  write_file("sales sales\nsupport\n");
  EXPECT_NE(error_of({"--flow_from", path_}).find("line 2 of the file"), std::string::npos);
}

TEST_F(OptionsTest, CredentialsAreReadFromAFileAndNeverRepeated) {
  write_file("# domain, user, password\nPBX.example.com centre  3&nights#\n* other word\n");
  const auto options = read({"--credentials", path_});
  ASSERT_TRUE(options) << options.error().message;
  ASSERT_EQ(options->sip.credentials.size(), 2u);
  EXPECT_EQ(options->sip.credentials[0].host, "pbx.example.com");
  EXPECT_EQ(options->sip.credentials[0].password, "3&nights#");
  for (const std::string text : {"pbx centre s3cret more\n", "s3cret\n", "pbx \"centre s3cret\n", "pbx centre s3\x01cret\n"}) {
    write_file("* other word\n" + text);
    const std::string error = error_of({"--credentials", path_});
    EXPECT_NE(error.find("line 2 of the file"), std::string::npos) << error;
    EXPECT_EQ(error.find("cret"), std::string::npos) << error;
  }
  EXPECT_NE(error_of({"--credentials", "/nowhere/at/all"}), "accepted");
}

TEST_F(OptionsTest, SecretsAreNotRepeatedInErrors) {
  const std::string secret = "s3cret\x01";
  const std::string error = error_of({"--db_url", "postgresql://user:" + secret + "@127.0.0.1/cc"});
  EXPECT_EQ(error.find("s3cret"), std::string::npos) << error;
  EXPECT_EQ(error_of({"--mi_token", secret}).find("s3cret"), std::string::npos);
  for (const std::string line : {"db_url postgres://u:s3cret@h/db", "postgres://u:s3cret@h/db?unix_socket=/x", "s3cret",
                                 "db_url: postgres://u:s3cret@h/db?unix_socket=/x"}) {
    EXPECT_EQ(error_of_file(line + "\n").find("s3cret"), std::string::npos) << error_of_file(line + "\n");
    EXPECT_NE(error_of_file(line + "\n").find(":1: found "), std::string::npos);
  }
}

TEST_F(OptionsTest, HelpNamesEveryOptionWithItsDefault) {
  const std::string help = help_text();
  for (const Option& option : option_table()) {
    EXPECT_NE(help.find(spelled({std::string{option.name}, option.flag()})), std::string::npos) << option.name;
    EXPECT_FALSE(option.help.empty()) << option.name;
  }
  EXPECT_NE(help.find("[127.0.0.1:8888]"), std::string::npos);
  EXPECT_EQ(read({"--help", "--init-db"})->task, Task::help);
}

TEST_F(OptionsTest, TheConfigurationThatIsInstalledIsReadAsAWhole) {
  std::ifstream file{std::string{RINGSIDE_SOURCE_DIR} + "/packaging/ringside.ini"};
  std::string as_it_is, with_all;
  for (std::string line; std::getline(file, line);) {
    as_it_is += line + '\n';
    const bool option = line.starts_with("# ") && line.find(" =") == line.find(' ', 2);
    with_all += (option ? line.substr(2) : line) + '\n';
  }
  EXPECT_NE(with_all.find("\nmi_fifo = /run/"), std::string::npos);
  EXPECT_EQ(error_of_file(as_it_is), "accepted");
  EXPECT_EQ(error_of_file(with_all), "accepted");
}

TEST_F(OptionsTest, TheControlInterfaceCanBeSwitchedOff) {
  EXPECT_FALSE(read({"--mi_http", "off"})->control.http);
  const auto options = read({"--mi_http", "[::1]:0"});
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_TRUE(options->control.http);
  EXPECT_EQ(options->control.mi_http.host, "::1");
}

}  // namespace
}  // namespace ringside
