// SPDX-License-Identifier: Apache-2.0
#include "audit/verifier.h"
#include "cli/object_refs.h"
#include "cli/objects.h"
#include "tls/spiffe_id.h"

#include <spdlog/fmt/fmt.h>

#include <deque>
#include <map>
#include <ranges>
#include <set>

namespace causeway::cli {
namespace {

using client::AuditRecord;
using client::ClusterClient;

// One of a trail that has a name or, where a cluster has only one, none.
struct TrailRecord {
    std::string trail;
    AuditRecord entry;

    // "12", "control-1/12"
    [[nodiscard]] std::string number() const {
        const std::string number = std::to_string(entry.record.sequence);
        return trail.empty() ? number : trail + "/" + number;
    }
};

struct ClusterRecords {
    std::string cluster;
    std::deque<TrailRecord> records;
};

// "ida (author)"; the whole text when it is no person's SPIFFE id.
std::string nameOf(const std::string& who) {
    const auto id = tls::SpiffeId::parse(who);
    return id && id->isPerson() ? id->name() + " (" + id->role() + ")" : who;
}

bool isBy(const std::string& who, const std::string& wanted) {
    return wanted.empty() || who == wanted || tls::personOf(who) == wanted;
}

// Calls `take` with every page after that record, oldest first; the number of the last one.
template <typename Take>
Result<std::uint64_t> readTrail(const ClusterClient& client, const std::string& trail,
                                std::uint64_t after, Take take) {
    for (;;) {
        CAUSEWAY_TRY(const client::AuditPage page, client.audit(after, trail));
        take(page);
        if (page.records.empty())
            return after;
        after = page.records.back().record.sequence;
    }
}

Result<std::vector<std::string>> trailsOf(const ClusterClient& client) {
    CAUSEWAY_TRY(client::AuditPage page, client.audit(0));
    if (page.trails.empty()) // nothing is recorded yet
        page.trails.emplace_back();
    return std::move(page.trails);
}

// Of all trails, in the order in which they were written.
void keepNewest(std::deque<TrailRecord>& records, std::size_t count) {
    std::ranges::stable_sort(records, {},
                             [](const TrailRecord& each) { return each.entry.revision; });
    while (records.size() > count)
        records.pop_front();
}

View recordsView(const std::vector<ClusterRecords>& clusters) {
    View view{{{{"CLUSTER"},
                {"NUMBER", Column::Align::Right},
                {"WHEN"},
                {"WHO"},
                {"WHAT"},
                {"OBJECT"},
                {"WHY", Column::Align::Left, true}},
               {},
               "No records."},
              {{"records", Json::array()}}};
    for (const auto& [cluster, records] : clusters)
        for (const TrailRecord& each : records) {
            const auto& [record, revision] = each.entry;
            view.table.rows.push_back({{cluster},
                                       {each.number()},
                                       {formatTime(record.at)},
                                       {nameOf(record.who)},
                                       {record.action},
                                       {record.subject},
                                       {record.reason.empty() ? record.detail : record.reason}});
            view.json["records"].push_back({{"cluster", cluster},
                                            {"trail", jsonText(each.trail)},
                                            {"sequence", record.sequence},
                                            {"at", jsonTime(record.at)},
                                            {"who", record.who},
                                            {"action", record.action},
                                            {"subject", record.subject},
                                            {"reason", jsonText(record.reason)},
                                            {"detail", jsonText(record.detail)},
                                            {"digest", jsonText(record.digest)},
                                            {"hash", record.hash},
                                            {"revision", revision}});
        }
    return view;
}

struct Judged {
    std::string cluster;
    std::string trail; // empty: its only one
    std::uint64_t records = 0;
    std::uint64_t signedUpTo = 0;
    std::string hash;
    std::vector<std::string> findings; // sentences
};

// What each object's last record says was written: its digest, empty after a deletion.
using Written = std::map<std::string, AuditRecord>;

void compareObjects(const std::vector<client::StoredObject>& objects, Written written,
                    std::vector<std::string>& findings) {
    for (const auto& stored : objects) {
        const std::string subject = audit::subjectOf(stored.object);
        const auto last = written.find(subject);
        if (last == written.end() || last->second.record.digest.empty())
            findings.push_back(subject + " is there, and no record tells who created it");
        else if (last->second.record.digest != audit::digestOf(stored.yaml))
            findings.push_back(fmt::format("{} is not what record {} wrote: it was changed by "
                                           "another way than the control plane's",
                                           subject, last->second.record.sequence));
        written.erase(subject);
    }
    for (const auto& [subject, last] : written)
        if (!last.record.digest.empty())
            findings.push_back(fmt::format("{} of record {} is gone, and no record tells who "
                                           "deleted it",
                                           subject, last.record.sequence));
}

// All trails of a cluster, read beside its objects.
struct Reading {
    std::map<std::string, audit::Verifier> verifiers; // by trail
    Written written;
    std::set<std::string> changing; // while we look: nobody can say which of the two was first
    bool isListed = false;

    void take(const std::string& trail, const client::AuditPage& page) {
        audit::Verifier& verifier = verifiers.at(trail);
        for (const auto& checkpoint : page.checkpoints)
            verifier.add(checkpoint);
        for (const AuditRecord& each : page.records) {
            verifier.add(each.record);
            if (isListed)
                changing.insert(each.record.subject);
            if (!each.record.action.starts_with("object."))
                continue;
            AuditRecord& last = written[each.record.subject];
            if (each.revision >= last.revision)
                last = each;
        }
    }
};

Judged judgedOf(const std::string& cluster, const std::string& trail, audit::Verifier& verifier) {
    Judged judged{.cluster = cluster, .trail = trail};
    if (const auto finding = verifier.finish())
        judged.findings.push_back(fmt::format("record {} {}", finding->sequence, finding->why));
    judged.records = verifier.records();
    judged.signedUpTo = verifier.signedUpTo();
    judged.hash = verifier.hash();
    return judged;
}

Result<std::vector<Judged>> judge(const ClusterClient& client,
                                  const std::vector<tls::Certificate>& anchors) {
    CAUSEWAY_TRY(const auto trails, trailsOf(client));
    Reading reading;
    std::map<std::string, std::uint64_t> last; // of each trail
    const auto readAll = [&]() -> Status {
        for (const std::string& trail : trails) {
            CAUSEWAY_TRY(last[trail], readTrail(client, trail, last[trail], [&](const auto& page) {
                             reading.take(trail, page);
                         }));
        }
        return {};
    };
    for (const std::string& trail : trails)
        reading.verifiers.emplace(trail,
                                  audit::Verifier(audit::trailName(client.name(), trail), anchors));
    CAUSEWAY_CHECK(readAll());
    CAUSEWAY_TRY(auto objects, client.objects("", ""));
    reading.isListed = true;
    CAUSEWAY_CHECK(readAll());
    std::erase_if(objects, [&](const auto& stored) {
        return reading.changing.contains(audit::subjectOf(stored.object));
    });
    std::erase_if(reading.written,
                  [&](const auto& each) { return reading.changing.contains(each.first); });
    std::vector<Judged> judged;
    for (auto& [trail, verifier] : reading.verifiers)
        judged.push_back(judgedOf(client.name(), trail, verifier));
    // Records that cannot be trusted say nothing of objects.
    if (std::ranges::all_of(judged, [](const Judged& each) { return each.findings.empty(); }))
        compareObjects(objects, std::move(reading.written), judged.front().findings);
    return judged;
}

View verdictView(const std::vector<std::vector<Judged>>& clusters) {
    View view{{{{"CLUSTER"},
                {"RECORDS", Column::Align::Right},
                {"SIGNED UP TO", Column::Align::Right},
                {"STATE"},
                {"WHAT", Column::Align::Left}},
               {},
               "No clusters."},
              {{"trails", Json::array()}}};
    for (const auto& judged : clusters | std::views::join) {
        const bool isFine = judged.findings.empty();
        const Cell state = isFine ? Cell{"● as written", Tone::Good} : Cell{"■ touched", Tone::Bad};
        view.table.rows.push_back({{audit::trailName(judged.cluster, judged.trail)},
                                   {std::to_string(judged.records)},
                                   {std::to_string(judged.signedUpTo)},
                                   state,
                                   {isFine ? "newest hash " + judged.hash.substr(0, 16) : ""}});
        for (const auto& finding : judged.findings)
            view.table.rows.push_back({{}, {}, {}, {}, {finding}});
        view.json["trails"].push_back({{"cluster", judged.cluster},
                                       {"trail", jsonText(judged.trail)},
                                       {"records", judged.records},
                                       {"signed_up_to", judged.signedUpTo},
                                       {"hash", judged.hash},
                                       {"intact", isFine},
                                       {"findings", judged.findings}});
    }
    return view;
}

View revisionsView(const std::vector<ClusterRecords>& clusters) {
    View view{{{{"CLUSTER"},
                {"REVISION", Column::Align::Right},
                {"WHEN"},
                {"WHO"},
                {"WHAT"},
                {"WHY", Column::Align::Left, true}},
               {},
               "No revisions."},
              {{"revisions", Json::array()}}};
    for (const auto& [cluster, records] : clusters)
        for (const TrailRecord& each : records) {
            const auto& [record, revision] = each.entry;
            const auto what = record.action.substr(record.action.find('.') + 1);
            view.table.rows.push_back({{cluster},
                                       {std::to_string(revision)},
                                       {formatTime(record.at)},
                                       {nameOf(record.who)},
                                       {what},
                                       {record.reason}});
            view.json["revisions"].push_back({{"cluster", cluster},
                                              {"revision", revision},
                                              {"at", jsonTime(record.at)},
                                              {"who", record.who},
                                              {"change", what},
                                              {"reason", jsonText(record.reason)}});
        }
    return view;
}

Exit exitOf(bool isNobodyThere, bool hasFindings) {
    return isNobodyThere ? Exit::Unreachable : hasFindings ? Exit::Findings : Exit::Fine;
}

} // namespace

Result<Exit> listAudit(const Options& options, const AuditRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    const WallTime from =
        request.since.count() == 0 ? WallTime() : SystemClock().wallNow() - request.since;
    const auto wanted = [&](const audit::Record& record) {
        return isBy(record.who, request.who) && record.action.starts_with(request.action)
               && record.at >= from;
    };
    CAUSEWAY_TRY(auto gathered,
                 gatherFrom(session, request.cluster,
                            [&](const ClusterClient& client) -> Result<ClusterRecords> {
                                ClusterRecords found{client.name(), {}};
                                CAUSEWAY_TRY(const auto trails, trailsOf(client));
                                for (const std::string& trail : trails) {
                                    std::deque<TrailRecord> own;
                                    const auto take = [&](const client::AuditPage& page) {
                                        for (const auto& each : page.records)
                                            if (wanted(each.record))
                                                own.push_back({trail, each});
                                        keepNewest(own, request.count);
                                    };
                                    CAUSEWAY_CHECK(
                                        readTrail(client, trail, 0, take).map([](std::uint64_t) {
                                        }));
                                    std::ranges::move(own, std::back_inserter(found.records));
                                }
                                keepNewest(found.records, request.count);
                                return found;
                            }));
    const Exit exit = exitOf(gathered.values.empty(), false);
    print({recordsView(gathered.values), std::move(gathered.silent), exit}, options, terminal);
    return exit;
}

Result<Exit> verifyAudit(const Options& options, const AuditRequest& request, Terminal& terminal) {
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto anchors,
                 tls::Certificate::listFromPem(session.credentials().trustAnchors));
    CAUSEWAY_TRY(auto gathered,
                 gatherFrom(session, request.cluster,
                            [&](const ClusterClient& client) { return judge(client, anchors); }));
    const Exit exit =
        exitOf(gathered.values.empty(),
               std::ranges::any_of(gathered.values | std::views::join,
                                   [](const auto& each) { return !each.findings.empty(); }));
    print({verdictView(gathered.values), std::move(gathered.silent), exit}, options, terminal);
    return exit;
}

Result<Exit> history(const Options& options, const ObjectName& object, Terminal& terminal) {
    CAUSEWAY_TRY(const auto refs, refsOf(object));
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(auto gathered,
                 gatherFrom(session, object.cluster,
                            [&](const ClusterClient& client) -> Result<ClusterRecords> {
                                ClusterRecords found{client.name(), {}};
                                for (const ObjectRef& ref : refs) {
                                    CAUSEWAY_TRY(const auto page,
                                                 client.auditOf(audit::subjectOf(ref)));
                                    for (const AuditRecord& each : page.records)
                                        found.records.push_back({{}, each});
                                }
                                return found;
                            }));
    const bool isNothing =
        std::ranges::all_of(gathered.values, [](const auto& each) { return each.records.empty(); });
    const Exit exit = exitOf(gathered.values.empty(), isNothing);
    print({revisionsView(gathered.values), std::move(gathered.silent), exit}, options, terminal);
    return exit;
}

} // namespace causeway::cli
