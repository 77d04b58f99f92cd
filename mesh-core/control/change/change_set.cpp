// SPDX-License-Identifier: Apache-2.0
#include "control/change/change_set.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace causeway::control {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::pair<ChangeState, std::string_view>, 6> kNames{{
    {ChangeState::Proposed, "proposed"},
    {ChangeState::Applied, "applied"},
    {ChangeState::Rejected, "rejected"},
    {ChangeState::Withdrawn, "withdrawn"},
    {ChangeState::Unreviewed, "unreviewed"},
    {ChangeState::Reviewed, "reviewed"},
}};

Json jsonOf(const ObjectRef& ref) {
    return {{"group", ref.group}, {"kind", ref.kind}, {"namespace", ref.namespace_}, {"name", ref.name}};
}
ObjectRef refOf(const Json& json) {
    return {json.at("group"), json.at("kind"), json.at("name"), json.at("namespace")};
}

WallTime timeOf(const Json& json) {
    return WallTime(std::chrono::microseconds(json.get<std::int64_t>()));
}

Result<ChangeSet> read(const Json& json) {
    ChangeSet change;
    change.id = json.at("id");
    const std::string state = json.at("state");
    const auto known = std::ranges::find(kNames, state, [](const auto& each) { return each.second; });
    if (known == kNames.end())
        return fail(ErrorKind::Io, "a change set in the store is damaged: its state is " + state);
    change.state = known->first;
    change.author = json.at("author");
    change.reason = json.at("reason");
    change.proposed = timeOf(json.at("proposed"));
    change.reviewer = json.at("reviewer");
    change.comment = json.at("comment");
    change.decided = timeOf(json.at("decided"));
    change.change.yaml = json.at("yaml");
    change.change.source = change.subject();
    for (const Json& ref : json.at("removed"))
        change.change.removed.push_back(refOf(ref));
    for (const Json& object : json.at("objects"))
        change.planned.objects.push_back(
            {refOf(object), object.at("version").get<std::uint64_t>(), object.at("result")});
    for (const Json& base : json.at("bases"))
        change.planned.bases.push_back({base.at("key"), base.at("revision").get<std::uint64_t>()});
    return change;
}

} // namespace

std::string_view name(ChangeState state) {
    return std::ranges::find(kNames, state, &decltype(kNames)::value_type::first)->second;
}

std::string serialize(const ChangeSet& change) {
    Json json{{"id", change.id},
              {"state", name(change.state)},
              {"author", change.author},
              {"reason", change.reason},
              {"proposed", audit::microsecondsOf(change.proposed)},
              {"reviewer", change.reviewer},
              {"comment", change.comment},
              {"decided", audit::microsecondsOf(change.decided)},
              {"yaml", change.change.yaml},
              {"removed", Json::array()},
              {"objects", Json::array()},
              {"bases", Json::array()}};
    for (const ObjectRef& ref : change.change.removed)
        json["removed"].push_back(jsonOf(ref));
    for (const AppliedObject& object : change.planned.objects) {
        Json entry = jsonOf(object.object);
        entry["version"] = object.resourceVersion;
        entry["result"] = object.result;
        json["objects"].push_back(std::move(entry));
    }
    for (const Compare& base : change.planned.bases)
        json["bases"].push_back({{"key", base.key}, {"revision", base.modRevision}});
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ChangeSet> parseChangeSet(std::string_view text) {
    try {
        return read(Json::parse(text));
    } catch (const std::exception& error) {
        return fail(ErrorKind::Io, std::string("a change set in the store is damaged: ") + error.what());
    }
}

} // namespace causeway::control
