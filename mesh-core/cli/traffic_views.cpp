// SPDX-License-Identifier: Apache-2.0
#include "cli/views.h"

#include <spdlog/fmt/fmt.h>

#include <map>

namespace causeway::cli {

namespace {

using Align = Column::Align;
using telemetry::EdgeEnd;
using telemetry::EdgeRow;
using telemetry::LinkRow;

constexpr double kDegradedBelow = 0.99;
constexpr double kFailingBelow = 0.95;

Cell shareCell(std::optional<double> share) {
    const auto state = linkState(share);
    const auto tone = state == "failing"    ? Tone::Bad
                      : state == "degraded" ? Tone::Warning
                                            : Tone::Plain;
    return {formatShare(share), tone};
}

// Nothing where no request met anybody: it was not in plain text either.
std::optional<telemetry::TlsState> tlsOf(const telemetry::EdgeRow& edge) {
    const bool wasSent = edge.callee || (edge.caller && edge.caller->attempts > 0);
    return wasSent ? std::optional(edge.tls) : std::nullopt;
}

Cell tlsCell(std::optional<telemetry::TlsState> tls) {
    if (!tls)
        return {"–", Tone::Plain};
    return {std::string(name(*tls)), *tls == telemetry::TlsState::None ? Tone::Bad : Tone::Plain};
}

// The columns that every table of traffic ends with, and an end's values for them.
void addGoldenColumns(std::vector<Column>& columns) {
    for (const auto* title : {"RPS", "SUCCESS", "P50", "P95", "P99"})
        columns.push_back({title, Align::Right});
}

void addGolden(std::vector<Cell>& row, const EdgeEnd* end) {
    if (end == nullptr) {
        row.insert(row.end(), 5, Cell{"–", Tone::Dim});
        return;
    }
    row.insert(row.end(), {{formatRate(end->rps)},
                           shareCell(end->successRate),
                           {formatMs(end->p50Us)},
                           {formatMs(end->p95Us)},
                           {formatMs(end->p99Us)}});
}

void addRates(Json& object, const EdgeEnd* end) {
    object["rps"] = end != nullptr ? jsonNumber(end->rps) : Json(nullptr);
    object["success"] = end != nullptr ? jsonNumber(end->successRate) : Json(nullptr);
}

void addQuantiles(Json& object, const EdgeEnd* end) {
    object["p50_ms"] = end != nullptr ? jsonMs(end->p50Us) : Json(nullptr);
    object["p95_ms"] = end != nullptr ? jsonMs(end->p95Us) : Json(nullptr);
    object["p99_ms"] = end != nullptr ? jsonMs(end->p99Us) : Json(nullptr);
}

const EdgeEnd* pointer(const std::optional<EdgeEnd>& end) {
    return end ? &*end : nullptr;
}

// An edge is what its caller feels; the callee's view stands in when the caller's cluster is away.
const EdgeEnd* nearEnd(const EdgeRow& edge) {
    return edge.caller ? &*edge.caller : pointer(edge.callee);
}

void addCounts(std::vector<Cell>& row, Json& object, const EdgeRow& edge) {
    const auto missing = edge.missing();
    const auto count = [](const std::optional<EdgeEnd>& end) {
        return end ? std::to_string(end->attempts) : std::string("–");
    };
    row.insert(
        row.end(),
        {{count(edge.caller)}, {count(edge.callee)}, {missing ? std::to_string(*missing) : "–"}});
    object["attempts"] = edge.caller ? Json(edge.caller->attempts) : Json(nullptr);
    object["arrived"] = edge.callee ? Json(edge.callee->attempts) : Json(nullptr);
}

// Several callers' ends as one: counts add up, quantiles are those of all requests together.
void merge(EdgeEnd& into, const EdgeEnd& end) {
    into.requests += end.requests;
    into.attempts += end.attempts;
    into.failures += end.failures;
    into.rps += end.rps;
    into.latency.merge(end.latency);
}

void addLink(View& view, const std::string& from, const std::string& to, const EdgeEnd* end) {
    const bool isMeasured = end != nullptr && end->requests > 0;
    const EdgeEnd* shown = isMeasured ? end : nullptr;
    const std::string state = linkState(isMeasured ? end->successRate : std::nullopt);
    std::vector<Cell> row{{from}, {to}};
    addGolden(row, shown);
    row.push_back(stateCell(state));
    view.table.rows.push_back(std::move(row));
    Json object{{"from", from}, {"to", to}};
    addQuantiles(object, shown);
    addRates(object, shown);
    object["state"] = state;
    view.json["links"].push_back(std::move(object));
}

} // namespace

std::string linkState(std::optional<double> success) {
    if (!success)
        return "not_measured";
    return *success < kFailingBelow ? "failing" : *success < kDegradedBelow ? "degraded" : "ok";
}

View edgesView(const Samples& samples, bool counts) {
    View view{{{{"FROM", Align::Left, true}, {"TO", Align::Left, true}, {"TLS"}, {"PROTOCOL"}},
               {},
               "No traffic in this window."},
              {{"edges", Json::array()}}};
    addGoldenColumns(view.table.columns);
    if (counts)
        view.table.columns.insert(
            view.table.columns.end(),
            {{"ATTEMPTS", Align::Right}, {"ARRIVED", Align::Right}, {"MISSING", Align::Right}});
    for (const auto& edge : telemetry::joinEdges(samples)) {
        const std::string from = edge.sourceWorkload.empty()
                                     ? "unauthenticated"
                                     : edge.sourceWorkload + "@" + edge.sourceCluster;
        std::vector<Cell> row{{from},
                              {edge.destinationService + "@" + edge.destinationCluster},
                              tlsCell(tlsOf(edge)),
                              {std::string(name(edge.protocol))}};
        const auto tls = tlsOf(edge);
        Json object{{"from", jsonText(edge.sourceWorkload)},
                    {"from_cluster", jsonText(edge.sourceCluster)},
                    {"to", edge.destinationService},
                    {"to_cluster", edge.destinationCluster},
                    {"tls", tls ? Json(name(*tls)) : Json()},
                    {"protocol", name(edge.protocol)}};
        addGolden(row, nearEnd(edge));
        addRates(object, nearEnd(edge));
        addQuantiles(object, nearEnd(edge));
        if (counts)
            addCounts(row, object, edge);
        view.table.rows.push_back(std::move(row));
        view.json["edges"].push_back(std::move(object));
    }
    return view;
}

View statView(const Samples& samples) {
    View view{{{{"SERVICE", Align::Left, true}, {"CLUSTER"}}, {}, "No traffic in this window."},
              {{"stat", Json::array()}}};
    addGoldenColumns(view.table.columns);
    std::map<std::pair<std::string, std::string>, EdgeEnd> services;
    for (const auto& edge : telemetry::joinEdges(samples))
        if (const auto& end = edge.callee ? edge.callee : edge.caller)
            merge(services[{edge.destinationService, edge.destinationCluster}], *end);
    for (auto& [key, end] : services) {
        end.summarize();
        std::vector<Cell> row{{key.first}, {key.second}};
        Json object{{"service", key.first}, {"cluster", key.second}};
        addGolden(row, &end);
        addRates(object, &end);
        addQuantiles(object, &end);
        view.table.rows.push_back(std::move(row));
        view.json["stat"].push_back(std::move(object));
    }
    return view;
}

View linksView(const std::vector<client::Link>& declared, const Samples& samples) {
    View view{{{{"FROM"}, {"TO"}}, {}, "No links are declared."}, {{"links", Json::array()}}};
    addGoldenColumns(view.table.columns);
    view.table.columns.push_back({"STATE"});
    std::map<std::pair<std::string, std::string>, const EdgeEnd*> links;
    for (const auto& link : declared)
        links.try_emplace({link.from, link.to}, nullptr);
    const auto measured = telemetry::linkRows(samples);
    for (const auto& link : measured)
        links[{link.from, link.to}] = &link.caller;
    for (const auto& [ends, end] : links)
        addLink(view, ends.first, ends.second, end);
    return view;
}

} // namespace causeway::cli
