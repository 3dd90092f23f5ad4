#pragma once

namespace ringside::store {

/// The columns OpenSIPS 3.4 creates, no more.
inline constexpr const char* kOpensipsPostgresql[] = {
    "CREATE TABLE cc_flows(id SERIAL PRIMARY KEY NOT NULL, flowid VARCHAR(64) NOT NULL, priority INTEGER DEFAULT 256 NOT NULL, "
    "skill VARCHAR(64) NOT NULL, prependcid VARCHAR(32), max_wrapup_time INTEGER DEFAULT 0 NOT NULL, dissuading_hangup INTEGER "
    "DEFAULT 0 NOT NULL, dissuading_onhold_th INTEGER DEFAULT 0 NOT NULL, dissuading_ewt_th INTEGER DEFAULT 0 NOT NULL, "
    "dissuading_qsize_th INTEGER DEFAULT 0 NOT NULL, message_welcome VARCHAR(128) DEFAULT NULL, message_queue VARCHAR(128) NOT "
    "NULL, message_dissuading VARCHAR(128) DEFAULT NULL, message_flow_id VARCHAR(128), CONSTRAINT cc_flows_unique_flowid "
    "UNIQUE "
    "(flowid))",
    "CREATE TABLE cc_agents(id SERIAL PRIMARY KEY NOT NULL, agentid VARCHAR(128) NOT NULL, location VARCHAR(128), "
    "msrp_location "
    "VARCHAR(128), msrp_max_sessions INTEGER DEFAULT 4 NOT NULL, skills VARCHAR(255) NOT NULL, logstate INTEGER DEFAULT 0 NOT "
    "NULL, wrapup_end_time INTEGER DEFAULT 0 NOT NULL, wrapup_time INTEGER DEFAULT 0 NOT NULL, CONSTRAINT "
    "cc_agents_unique_agentid UNIQUE (agentid))",
    "CREATE TABLE cc_cdrs(id SERIAL PRIMARY KEY NOT NULL, caller VARCHAR(64) NOT NULL, received_timestamp TIMESTAMP WITHOUT "
    "TIME "
    "ZONE NOT NULL, wait_time INTEGER DEFAULT 0 NOT NULL, pickup_time INTEGER DEFAULT 0 NOT NULL, talk_time INTEGER DEFAULT 0 "
    "NOT NULL, flow_id VARCHAR(128) NOT NULL, agent_id VARCHAR(128) DEFAULT NULL, call_type INTEGER DEFAULT -1 NOT NULL, "
    "rejected INTEGER DEFAULT 0 NOT NULL, fstats INTEGER DEFAULT 0 NOT NULL, cid INTEGER DEFAULT 0)",
    "CREATE TABLE cc_calls(id SERIAL PRIMARY KEY NOT NULL, state INTEGER NOT NULL, ig_cback INTEGER NOT NULL, no_rej INTEGER "
    "NOT "
    "NULL, setup_time INTEGER NOT NULL, eta INTEGER NOT NULL, last_start INTEGER NOT NULL, recv_time INTEGER NOT NULL, "
    "caller_dn "
    "VARCHAR(128) NOT NULL, caller_un VARCHAR(128) NOT NULL, b2buaid VARCHAR(128) DEFAULT '' NOT NULL, flow VARCHAR(128) NOT "
    "NULL, agent VARCHAR(128) NOT NULL, CONSTRAINT cc_calls_unique_id UNIQUE (b2buaid))"};

inline constexpr const char* kOpensipsMysql[] = {
    "CREATE TABLE cc_flows(id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL, flowid CHAR(64) NOT NULL, priority INT(11) "
    "UNSIGNED DEFAULT 256 NOT NULL, skill CHAR(64) NOT NULL, prependcid CHAR(32), max_wrapup_time INT(11) UNSIGNED DEFAULT 0 "
    "NOT "
    "NULL, dissuading_hangup INT(11) UNSIGNED DEFAULT 0 NOT NULL, dissuading_onhold_th INT(11) UNSIGNED DEFAULT 0 NOT NULL, "
    "dissuading_ewt_th INT(11) UNSIGNED DEFAULT 0 NOT NULL, dissuading_qsize_th INT(11) UNSIGNED DEFAULT 0 NOT NULL, "
    "message_welcome CHAR(128) DEFAULT NULL, message_queue CHAR(128) NOT NULL, message_dissuading CHAR(128) DEFAULT NULL, "
    "message_flow_id CHAR(128), CONSTRAINT unique_flowid UNIQUE (flowid)) ENGINE=InnoDB",
    "CREATE TABLE cc_agents(id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL, agentid CHAR(128) NOT NULL, location "
    "CHAR(128), msrp_location CHAR(128), msrp_max_sessions INT(10) UNSIGNED DEFAULT 4 NOT NULL, skills CHAR(255) NOT NULL, "
    "logstate INT(10) UNSIGNED DEFAULT 0 NOT NULL, wrapup_end_time INT(11) DEFAULT 0 NOT NULL, wrapup_time INT(11) DEFAULT 0 "
    "NOT "
    "NULL, CONSTRAINT unique_agentid UNIQUE (agentid)) ENGINE=InnoDB",
    "CREATE TABLE cc_cdrs(id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL, caller CHAR(64) NOT NULL, "
    "received_timestamp "
    "DATETIME NOT NULL, wait_time INT(11) UNSIGNED DEFAULT 0 NOT NULL, pickup_time INT(11) UNSIGNED DEFAULT 0 NOT NULL, "
    "talk_time INT(11) UNSIGNED DEFAULT 0 NOT NULL, flow_id CHAR(128) NOT NULL, agent_id CHAR(128) DEFAULT NULL, call_type "
    "INT(11) DEFAULT -1 NOT NULL, rejected INT(11) UNSIGNED DEFAULT 0 NOT NULL, fstats INT(11) UNSIGNED DEFAULT 0 NOT NULL, "
    "cid "
    "INT(11) UNSIGNED DEFAULT 0) ENGINE=InnoDB",
    "CREATE TABLE cc_calls(id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL, state INT(11) NOT NULL, ig_cback INT(11) "
    "NOT "
    "NULL, no_rej INT(11) NOT NULL, setup_time INT(11) NOT NULL, eta INT(11) NOT NULL, last_start INT(11) NOT NULL, recv_time "
    "INT(11) NOT NULL, caller_dn CHAR(128) NOT NULL, caller_un CHAR(128) NOT NULL, b2buaid CHAR(128) DEFAULT '' NOT NULL, flow "
    "CHAR(128) NOT NULL, agent CHAR(128) NOT NULL, CONSTRAINT unique_id UNIQUE (b2buaid)) ENGINE=InnoDB"};

}  // namespace ringside::store
