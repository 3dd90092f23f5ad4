#include "engine/store/settings.h"

#include <gtest/gtest.h>

#include "engine/store/databases.h"
#include "engine/store/db_url.h"

namespace ringside::store {
namespace {

std::string why(const std::string& url) {
  const auto parsed = parse_db_url("db_url", url);
  return parsed ? "accepted" : parsed.error().message;
}

TEST(db_url, names_a_file_behind_two_slashes_as_opensips_does) {
  EXPECT_EQ(parse_db_url("db_url", "sqlite:///var/lib/ringside.db")->file, "/var/lib/ringside.db");
  EXPECT_EQ(parse_db_url("db_url", "sqlite:///var/../srv/my calls.db")->file, "/srv/my calls.db");
}

TEST(db_url, may_name_a_relative_file_and_two_spellings_are_one_database) {
  const auto relative = parse_db_url("db_url", "sqlite://no-such-folder/ringside.db");
  ASSERT_TRUE(relative);
  EXPECT_EQ(relative->file, std::filesystem::current_path() / "no-such-folder/ringside.db");
  EXPECT_EQ(
      *relative,
      *parse_db_url("rt_db_url", "sqlite://" + (std::filesystem::current_path() / "x/../no-such-folder/ringside.db").string()));
}

TEST(db_url, names_a_server_as_opensips_does) {
  const auto url = parse_db_url("db_url", "postgres://cc:s3cret@db.example.com:5433/opensips");
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->kind, DbKind::postgresql);
  EXPECT_EQ(url->user, "cc");
  EXPECT_EQ(url->password, "s3cret");
  EXPECT_EQ(url->host, "db.example.com");
  EXPECT_EQ(url->port, 5433);
  EXPECT_EQ(url->database, "opensips");
  EXPECT_EQ(url->name(), "postgres://cc@db.example.com:5433/opensips");
  EXPECT_EQ(parse_db_url("db_url", "mysql://localhost/cc")->kind, DbKind::mariadb);
  EXPECT_EQ(parse_db_url("db_url", "mysql://localhost/cc")->port, 0);
}

TEST(db_url, takes_passwords_literally_and_ipv6_in_brackets_and_sockets_as_option) {
  const auto odd = parse_db_url("db_url", "mysql://cc:a@b/c:d%20?&'\\@[2001:db8::1]:3307/cc");
  ASSERT_TRUE(odd) << odd.error().message;
  EXPECT_EQ(odd->password, "a@b/c:d%20?&'\\");
  EXPECT_EQ(odd->host, "2001:db8::1");
  EXPECT_EQ(odd->port, 3307);
  EXPECT_EQ(odd->name(), "mysql://cc@[2001:db8::1]:3307/cc");
  const auto local = parse_db_url("db_url", "postgres://cc@/cc?unix_socket=/run/postgresql");
  ASSERT_TRUE(local) << local.error().message;
  EXPECT_EQ(local->unix_socket, "/run/postgresql");
}

TEST(db_url, refuses_everything_else_and_says_what_is_allowed) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "no database is named"},
      {"ringside.db", "not a database URL"},
      {"sqlite:/var/lib/x.db", "not a database URL"},
      {"://x", "not a database URL"},
      {"sqlite://", "names no file"},
      {"sqlite:///var/lib/", "names no file"},
      {"sqlite:///a\"b", "quote or control"},
      {std::string{"sqlite:///a\0b", 13}, "quote or control"},
      {"sqlite://:memory:", "in memory"},
      {"sqlite:///" + std::string(5000, 'a'), "longer than 4096"},
      {"mysql://u:secret@localhost", "names no database"},
      {"mysql://u:secret@localhost/", "names no database"},
      {"postgres://u:secret@localhost/a/b", "holds a '/'"},
      {"postgres://u:secret@/opensips", "names no host"},
      {"postgres://u:secret@localhost:0/opensips", "not a number from 1 to 65535"},
      {"postgres://u:secret@localhost:65536/opensips", "not a number from 1 to 65535"},
      {"postgres://u:secret@localhost:/opensips", "not a number from 1 to 65535"},
      {"mysql://u:secret@[::1/opensips", "not a number from 1 to 65535"},
      {"mysql://u:secret@localhost/x?tls=1", "found the option 'tls', known is unix_socket"},
      {"mysql://u:secret@localhost/x?unix_socket=run", "not an absolute path"},
      {"mysql://u:secret\n@localhost/x", "control characters"},
      {"postgres://u:secret@" + std::string(300, 'h') + "/x", "longer than 255"},
      {"text:///etc/opensips/dbtext", "found text://"},
  };
  for (const auto& [url, part] : cases) {
    SCOPED_TRACE(url);
    EXPECT_NE(why(url).find(part), std::string::npos) << why(url);
    EXPECT_NE(why(url).find("db_url"), std::string::npos);
    EXPECT_NE(why(url).find("sqlite:///FILE"), std::string::npos);
    EXPECT_EQ(why(url).find("secret"), std::string::npos);
  }
}

TEST(store_settings, of_acc_and_rt_default_to_db_url) {
  StoreSettings settings;
  settings.db_url = "sqlite:///a.db";
  const auto one = databases_of(settings);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->acc, one->db);
  EXPECT_EQ(one->rt, one->db);
  settings.rt_db_url = "sqlite:///b.db";
  EXPECT_EQ(databases_of(settings)->rt.file, "/b.db");
  settings.acc_db_url = "oracle://x";
  EXPECT_NE(databases_of(settings).error().message.find("acc_db_url: found oracle://"), std::string::npos);
}

TEST(store_settings, take_identifiers_only_as_names) {
  for (const NameParameter& parameter : kNameParameters) {
    for (const std::string& bad :
         {std::string{}, std::string{"a b"}, std::string{"x\"; DROP TABLE cc_agents; --"}, std::string{"a.b"},
          std::string{"gr\xc3\xb6\xc3\x9f"}, std::string(65, 'a'), std::string{"a\0b", 3}}) {
      StoreSettings settings;
      settings.*parameter.second = bad;
      const auto checked = check(settings);
      ASSERT_FALSE(checked) << parameter.first << " took '" << bad << "'";
      EXPECT_TRUE(checked.error().message.starts_with(parameter.first));
    }
    StoreSettings settings;
    settings.*parameter.second = "Agents_2" + std::string(56, 'x');
    EXPECT_TRUE(check(settings)) << parameter.first;
  }
}

TEST(store_settings, do_not_let_two_parameters_share_a_column_or_a_table) {
  StoreSettings settings;
  settings.ccf_m_welcome_column = "MESSAGE_QUEUE";
  ASSERT_FALSE(check(settings));
  EXPECT_NE(check(settings).error().message.find("ccf_m_welcome_column already"), std::string::npos);
  settings = {};
  settings.cc_flows_table = "CC_Agents";
  EXPECT_FALSE(check(settings));
}

}  // namespace
}  // namespace ringside::store
