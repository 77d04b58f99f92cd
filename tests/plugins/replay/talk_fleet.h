// SPDX-License-Identifier: GPL-3.0-or-later
// The fleet of the scenes as tables: services, links, who calls whom how often, events. Data only.
#pragma once

#include <array>

namespace scenes {

inline constexpr int kStep = 10;

struct ServiceLine {
    const char* name; // "ledger.bank@aws"
    const char* squad;
    const char* protocol;
    int endpoints;
    bool exported;
};
inline constexpr std::array kServices = {
    ServiceLine{"web-bff.front@aws", "nasa", "http1", 3, false},
    ServiceLine{"payments.bank@aws", "nasa", "http2", 3, true},
    ServiceLine{"ledger.bank@aws", "voyager", "grpc", 3, true},
    ServiceLine{"accounts.bank@aws", "voyager", "grpc", 2, true},
    ServiceLine{"notifications.comms@aws", "hubble", "http1", 2, true},
    ServiceLine{"fraud.risk@aws", "cassini", "grpc", 2, true},
    ServiceLine{"audit.platform@aws", "apollo", "http1", 2, true},
    ServiceLine{"loans-bff.front@azure", "kepler", "http1", 2, false},
    ServiceLine{"loans.credit@azure", "kepler", "http2", 3, true},
    ServiceLine{"credit-score.credit@azure", "juno", "grpc", 2, true},
    ServiceLine{"documents.credit@azure", "kepler", "http1", 2, false},
    ServiceLine{"kyc.risk@azure", "cassini", "http2", 2, true},
    ServiceLine{"statements.docs@azure", "rosetta", "http1", 2, false},
    ServiceLine{"cards.bank@gcp", "galileo", "grpc", 3, true},
    ServiceLine{"card-auth.bank@gcp", "galileo", "grpc", 3, false},
    ServiceLine{"rewards.bank@gcp", "galileo", "http2", 2, true},
    ServiceLine{"analytics.data@gcp", "gaia", "http1", 2, true},
    ServiceLine{"recommendations.data@gcp", "gaia", "http2", 2, false},
    ServiceLine{"exchange-rates.bank@gcp", "rosetta", "grpc", 2, true},
    ServiceLine{"search.data@gcp", "gaia", "http1", 2, false},
};

// What the callers' 60-second median is on each declared link, and where it comes from: AWS'
// gateway does not keep connections, so the way into it waits for a new one every time.
struct LinkLine {
    const char* name;
    double p50Ms;
    double connectShare;
    double wireShare;
};
inline constexpr std::array kLinks = {
    LinkLine{"aws:aws", 10, 0.15, 0.05},  LinkLine{"aws:azure", 25, 0.0, 0.62},
    LinkLine{"aws:gcp", 30, 0.0, 0.66},   LinkLine{"azure:aws", 60, 0.55, 0.26},
    LinkLine{"azure:gcp", 20, 0.0, 0.55}, LinkLine{"gcp:aws", 60, 0.52, 0.31},
    LinkLine{"gcp:azure", 20, 0.0, 0.55},
};

struct EdgeLine {
    const char* source;
    const char* destination;
    double rps;
    double p50Ms; // in-cluster edges; over a link the link's, times `ofLink`
    double ofLink = 1.0;
    const char* link = ""; // only for a cluster's link to itself; else it follows from the names
};
inline constexpr std::array kEdges = {
    EdgeLine{"web-bff.front@aws", "payments.bank@aws", 22, 12},
    EdgeLine{"web-bff.front@aws", "accounts.bank@aws", 31, 6},
    EdgeLine{"web-bff.front@aws", "notifications.comms@aws", 6, 4},
    EdgeLine{"payments.bank@aws", "ledger.bank@aws", 24, 5},
    EdgeLine{"payments.bank@aws", "fraud.risk@aws", 18, 9},
    EdgeLine{"payments.bank@aws", "accounts.bank@aws", 15, 5},
    EdgeLine{"payments.bank@aws", "notifications.comms@aws", 7, 4},
    EdgeLine{"payments.bank@aws", "audit.platform@aws", 11, 3},
    EdgeLine{"accounts.bank@aws", "ledger.bank@aws", 19, 4},
    EdgeLine{"ledger.bank@aws", "audit.platform@aws", 21, 3},
    EdgeLine{"fraud.risk@aws", "accounts.bank@aws", 8, 5},
    EdgeLine{"fraud.risk@aws", "audit.platform@aws", 4, 3},
    EdgeLine{"loans-bff.front@azure", "loans.credit@azure", 14, 14},
    EdgeLine{"loans-bff.front@azure", "documents.credit@azure", 5, 18},
    EdgeLine{"loans-bff.front@azure", "statements.docs@azure", 4, 22},
    EdgeLine{"loans.credit@azure", "credit-score.credit@azure", 12, 9},
    EdgeLine{"loans.credit@azure", "documents.credit@azure", 4, 16},
    EdgeLine{"loans.credit@azure", "kyc.risk@azure", 6, 11},
    EdgeLine{"credit-score.credit@azure", "kyc.risk@azure", 5, 10},
    EdgeLine{"statements.docs@azure", "documents.credit@azure", 3, 15},
    EdgeLine{"cards.bank@gcp", "card-auth.bank@gcp", 26, 4},
    EdgeLine{"cards.bank@gcp", "rewards.bank@gcp", 9, 7},
    EdgeLine{"cards.bank@gcp", "exchange-rates.bank@gcp", 8, 3},
    EdgeLine{"card-auth.bank@gcp", "exchange-rates.bank@gcp", 6, 3},
    EdgeLine{"rewards.bank@gcp", "analytics.data@gcp", 5, 8},
    EdgeLine{"recommendations.data@gcp", "analytics.data@gcp", 7, 9},
    EdgeLine{"recommendations.data@gcp", "search.data@gcp", 10, 13},
    EdgeLine{"search.data@gcp", "analytics.data@gcp", 4, 8},
    EdgeLine{"web-bff.front@aws", "audit.platform@aws", 6, 10, 1.0, "aws:aws"},
    EdgeLine{"notifications.comms@aws", "accounts.bank@aws", 5, 10, 1.0, "aws:aws"},
    EdgeLine{"web-bff.front@aws", "loans.credit@azure", 7, 0},
    EdgeLine{"accounts.bank@aws", "credit-score.credit@azure", 6, 0, 0.97},
    EdgeLine{"fraud.risk@aws", "kyc.risk@azure", 5, 0, 1.04},
    EdgeLine{"web-bff.front@aws", "cards.bank@gcp", 12, 0},
    EdgeLine{"payments.bank@aws", "exchange-rates.bank@gcp", 8, 0, 0.96},
    EdgeLine{"notifications.comms@aws", "analytics.data@gcp", 4, 0, 1.05},
    EdgeLine{"loans.credit@azure", "ledger.bank@aws", 9, 0},
    EdgeLine{"loans.credit@azure", "payments.bank@aws", 6, 0, 1.03},
    EdgeLine{"documents.credit@azure", "audit.platform@aws", 3, 0, 0.96},
    EdgeLine{"kyc.risk@azure", "fraud.risk@aws", 4, 0, 1.02},
    EdgeLine{"loans-bff.front@azure", "cards.bank@gcp", 5, 0, 1.02},
    EdgeLine{"credit-score.credit@azure", "analytics.data@gcp", 4, 0, 0.98},
    EdgeLine{"cards.bank@gcp", "ledger.bank@aws", 13, 0},
    EdgeLine{"card-auth.bank@gcp", "fraud.risk@aws", 10, 0, 1.02},
    EdgeLine{"rewards.bank@gcp", "accounts.bank@aws", 5, 0, 0.97},
    EdgeLine{"cards.bank@gcp", "kyc.risk@azure", 4, 0, 1.03},
    EdgeLine{"recommendations.data@gcp", "loans.credit@azure", 3, 0, 0.97},
};

struct ClusterLine {
    const char* name;
    const char* region;
    bool production;
};
inline constexpr std::array kClusters = {ClusterLine{"aws", "eu-west-1", false},
                                         ClusterLine{"azure", "westeurope", false},
                                         ClusterLine{"gcp", "europe-west1", false}};

struct EventLine {
    const char* cluster;
    int ago;
    const char* severity;
    const char* kind;
    const char* subject;
    const char* message;
};
inline constexpr std::array kEvents = {
    EventLine{"aws", 812, "info", "deploy", "payments", "payments 4.18.2 is ready on 3 of 3"},
    EventLine{"aws", 540, "info", "certificate.issued", "ledger-2", "leaf renewed for 24 h"},
    EventLine{"aws", 221, "warning", "config.rejected", "fraud-1",
              "httproute/score: weight 0 on every backend; the last good configuration stays"},
    EventLine{"azure", 655, "info", "deploy", "loans", "loans 2.7.0 is ready on 3 of 3"},
    EventLine{"azure", 380, "info", "certificate.issued", "kyc-1", "leaf renewed for 24 h"},
    EventLine{"azure", 95, "info", "proxy.connected", "documents-2", "connected after 1.2 s"},
    EventLine{"gcp", 704, "info", "policy.changed", "cards", "cards admits rewards.bank"},
    EventLine{"gcp", 300, "info", "deploy", "card-auth", "card-auth 9.1.4 is ready on 3 of 3"},
    EventLine{"gcp", 150, "warning", "link.connect", "gcp:aws",
              "the gateway of aws closes each connection after one request"},
};

} // namespace scenes
