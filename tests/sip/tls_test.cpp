#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/sip/stage.h"

namespace ringside::sip::test {
namespace {

namespace fs = std::filesystem;

/// TLS with certificates that the openssl tool makes for these tests and nobody else.
class Tls : public Stage {
 protected:
  static void SetUpTestSuite() {
    std::string name = (fs::temp_directory_path() / "ringside-tls-test-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder() = name;
    issue_root("ca");
    issue_root("strangers");
    issue("ca", "engine", "127.0.0.1");
    issue("ca", "agent", "127.0.0.1");
    issue("ca", "elsewhere", "pbx.example.com");
    issue("strangers", "stranger", "127.0.0.1");
  }
  static void TearDownTestSuite() { fs::remove_all(folder()); }

  Tls() {
    setup.sip.listen = {"tls:127.0.0.1:0", "udp:127.0.0.1:0"};
    setup.sip.tls_certificate = file("engine.pem");
    setup.sip.tls_ca = file("ca.crt");
  }

  static fs::path& folder() {
    static fs::path folder;
    return folder;
  }
  static std::string file(const std::string& name) { return (folder() / name).string(); }
  static void openssl(const std::string& arguments) {
    const std::string command = fmt::format("cd {} && openssl {} >openssl.log 2>&1", folder().string(), arguments);
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  static void issue_root(const std::string& name) {
    openssl(fmt::format(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={0} -keyout {0}.key -out {0}.crt",
        name));
  }
  /// name.crt, name.key, and both in name.pem.
  static void issue(const std::string& root, const std::string& name, const std::string& subject) {
    openssl(fmt::format("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={1} -keyout {0}.key -out {0}.csr",
                        name, subject));
    openssl(fmt::format("x509 -req -in {0}.csr -CA {1}.crt -CAkey {1}.key -CAcreateserial -days 2 -out {0}.crt", name, root));
    std::ofstream{file(name + ".pem")} << std::ifstream{file(name + ".crt")}.rdbuf()
                                       << std::ifstream{file(name + ".key")}.rdbuf();
  }
  static std::string start_error(const World::Setup& setup) {
    try {
      const World world{setup};
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "it started";
  }

  /// True if the agent on TLS with this certificate is rung.
  bool rings(const std::string& certificate) {
    Peer secure{"secure", tls_wire({.certificate = certificate, .ca = {}})};
    setup.agents = {row("agent", secure.uri())};
    setup.core.wrapup_time = std::chrono::hours{1};
    open();
    caller.talks_to(world->ports()[1]);
    queue.talks_to(world->ports()[1]);
    caller.invite("support", sdp("ann", 6000));
    std::optional<Message> invite;
    // Either the agent has the call, or the caller is in the queue: then the attempt has failed.
    for (int i = 0; i < 200 && !invite; ++i) {
      invite = secure.receive(std::chrono::milliseconds{20});
      if (!invite && world->state() == core::CallState::queued) break;
    }
    if (invite) secure.reply(*invite, 486);
    return invite.has_value();
  }
};

TEST_F(Tls, a_caller_and_an_agent_on_tls_talk) {
  Caller secure_caller{"ann", tls_wire({.certificate = {}, .ca = file("ca.crt")})};
  Peer secure{"secure", tls_wire({.certificate = file("agent.pem"), .ca = {}})};
  setup.agents = {row("agent", secure.uri())};
  open();
  secure_caller.talks_to(world->port());
  secure_caller.invite("support", sdp("ann", 6000));
  const Message invite = secure.expect("INVITE");
  EXPECT_TRUE(invite.header("Via").starts_with(fmt::format("SIP/2.0/TLS 127.0.0.1:{};", world->port())))
      << invite.header("Via");
  EXPECT_EQ(invite.contact(), fmt::format("sip:127.0.0.1:{};transport=tls", world->port()));
  secure.reply(invite, 200, sdp("secure", 7000));
  secure.expect("ACK");
  const Message answer = secure_caller.expect_status(200, "INVITE");
  EXPECT_EQ(answer.contact(), fmt::format("sip:127.0.0.1:{};transport=tls", world->port()));
  secure_caller.ack(answer);
  // Some tens of KiB in both directions: more than one record each.
  secure_caller.request("MESSAGE", std::string(30'000, 'x'), {}, "text/plain");
  const Message passed = secure.expect("MESSAGE");
  EXPECT_EQ(passed.body, std::string(30'000, 'x'));
  secure.reply(passed, 200);
  secure_caller.expect_status(200, "MESSAGE");
  secure_caller.bye();
  secure_caller.expect_status(200, "BYE");
  expect_bye(secure);
  EXPECT_TRUE(world->quiet());
}

TEST_F(Tls, a_sips_location_is_called_by_tls) {
  Peer secure{"secure", tls_wire({.certificate = file("agent.pem"), .ca = {}})};
  setup.agents = {row("agent", fmt::format("sips:secure@127.0.0.1:{}", secure.port()))};
  open();
  caller.talks_to(world->ports()[1]);
  caller.invite("support", sdp("ann", 6000));
  const Message invite = secure.expect("INVITE");
  EXPECT_TRUE(invite.header("Via").starts_with("SIP/2.0/TLS ")) << invite.header("Via");
  secure.reply(invite, 486);
}

TEST_F(Tls, an_agent_with_the_right_certificate_is_rung) { EXPECT_TRUE(rings(file("agent.pem"))); }
TEST_F(Tls, one_whose_certificate_comes_from_a_stranger_is_not) { EXPECT_FALSE(rings(file("stranger.pem"))); }
TEST_F(Tls, one_whose_certificate_is_for_another_host_is_not) { EXPECT_FALSE(rings(file("elsewhere.pem"))); }

TEST_F(Tls, unless_nothing_is_verified) {
  setup.sip.tls_ca.clear();
  setup.sip.tls_verify = TlsVerify::none;
  EXPECT_TRUE(rings(file("stranger.pem")));
}

TEST_F(Tls, with_tls_verify_clients_a_caller_needs_a_certificate_of_our_authority) {
  setup.sip.tls_verify = TlsVerify::clients;
  open();
  const auto served = [&](const std::string& certificate) {
    Caller secure{"ann", tls_wire({.certificate = certificate, .ca = {}})};
    secure.talks_to(world->port());
    secure.invite("nowhere", sdp("ann", 6000));
    const auto answer = secure.receive(std::chrono::seconds{certificate == file("agent.pem") ? 3 : 1});
    return answer.has_value();
  };
  EXPECT_TRUE(served(file("agent.pem")));
  EXPECT_FALSE(served(file("stranger.pem")));
  EXPECT_FALSE(served({}));
}

TEST_F(Tls, key_and_certificate_may_be_files_apart) {
  setup.sip.tls_certificate = file("engine.crt");
  setup.sip.tls_key = file("engine.key");
  EXPECT_TRUE(rings(file("agent.pem")));
}

TEST_F(Tls, what_is_wrong_with_the_files_is_said_at_the_start) {
  openssl("ec -aes256 -passout pass:secret -in engine.key -out locked.key");
  std::ofstream{file("nonsense.pem")} << "no certificate\n";
  const auto error_with = [&](auto change) {
    World::Setup changed = setup;
    change(changed.sip);
    return start_error(changed);
  };
  EXPECT_EQ(error_with([](SipSettings& sip) { sip.tls_certificate.clear(); }),
            "tls_certificate: must be given to listen on tls:");
  EXPECT_EQ(error_with([](SipSettings& sip) { sip.tls_certificate = "/nowhere.pem"; }),
            "tls_certificate: \"/nowhere.pem\" cannot be read: No such file or directory");
  EXPECT_EQ(error_with([](SipSettings& sip) { sip.tls_certificate = file("nonsense.pem"); }),
            fmt::format("tls_certificate: \"{}\" holds no certificate in PEM", file("nonsense.pem")));
  EXPECT_EQ(error_with([](SipSettings& sip) { sip.tls_certificate = file("engine.crt"); }),
            fmt::format("tls_certificate: \"{}\" holds no private key in PEM", file("engine.crt")));
  EXPECT_EQ(error_with([](SipSettings& sip) { sip.tls_key = file("agent.key"); }),
            fmt::format("tls_key: \"{}\" holds a private key that is not the certificate's", file("agent.key")));
  EXPECT_EQ(error_with([](SipSettings& sip) { sip.tls_key = file("locked.key"); }),
            fmt::format("tls_key: \"{}\" holds a private key behind a passphrase; allowed is one without", file("locked.key")));
  EXPECT_EQ(error_with([](SipSettings& sip) { sip.tls_ca = file("nonsense.pem"); }),
            fmt::format("tls_ca: \"{}\" holds no certificate in PEM", file("nonsense.pem")));
  EXPECT_TRUE(error_with([](SipSettings& sip) { sip.tls_ca.clear(); }).starts_with("tls_ca: must be given"));
}

TEST_F(Tls, no_key_is_left_on_the_disk) {
  ASSERT_EQ(setenv("TMPDIR", folder().c_str(), 1), 0);
  open();
  unsetenv("TMPDIR");
  for (const fs::directory_entry& entry : fs::directory_iterator{folder()}) {
    EXPECT_EQ(entry.path().filename().string().rfind("ringside-tls-", 0), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace ringside::sip::test
