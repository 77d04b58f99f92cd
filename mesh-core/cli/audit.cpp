// SPDX-License-Identifier: Apache-2.0
#include "audit/verifier.h"
#include "cli/object_refs.h"
#include "cli/objects.h"
#include "tls/spiffe_id.h"

#include <spdlog/fmt/fmt.h>

#include <deque>
#include <map>
#include <set>

namespace causeway::cli {
namespace {

using client::AuditRecord;
using client::ClusterClient;

struct ClusterRecords {
    std::string cluster;
    std::deque<AuditRecord> records;
};

// "ida (author)"; the whole text when it is no person's SPIFFE id.
std::string nameOf(const std::string& who) {
    const auto id = tls::SpiffeId::parse(who);
    return id && id->isPerson() ? id->name() + " (" + id->role() + ")" : who;
}

bool isBy(const std::string& who, const std::string& wanted) {
    const auto id = tls::SpiffeId::parse(who);
    return wanted.empty() || who == wanted || (id && id->name() == wanted);
}

// Calls `take` with every page after that record, oldest first; the number of the last one.
template <typename Take>
Result<std::uint64_t> readTrail(const ClusterClient& client, std::uint64_t after, Take take) {
    for (;;) {
        CAUSEWAY_TRY(const client::AuditPage page, client.audit(after));
        take(page);
        if (page.records.empty())
            return after;
        after = page.records.back().record.sequence;
    }
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
        for (const auto& [record, revision] : records) {
            view.table.rows.push_back({{cluster},
                                       {std::to_string(record.sequence)},
                                       {formatTime(record.at)},
                                       {nameOf(record.who)},
                                       {record.action},
                                       {record.subject},
                                       {record.reason.empty() ? record.detail : record.reason}});
            view.json["records"].push_back({{"cluster", cluster},
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
    std::uint64_t records = 0;
    std::uint64_t signedUpTo = 0;
    std::string hash;
    std::vector<std::string> findings; // sentences
};

// What each object's last record says was written: its digest, empty after a deletion.
using Written = std::map<std::string, audit::Record>;

void compareObjects(const std::vector<client::StoredObject>& objects, Written written,
                    std::vector<std::string>& findings) {
    for (const auto& stored : objects) {
        const std::string subject = audit::subjectOf(stored.object);
        const auto last = written.find(subject);
        if (last == written.end() || last->second.digest.empty())
            findings.push_back(subject + " is there, and no record tells who created it");
        else if (last->second.digest != audit::digestOf(stored.yaml))
            findings.push_back(fmt::format("{} is not what record {} wrote: it was changed by "
                                           "another way than the control plane's",
                                           subject, last->second.sequence));
        written.erase(subject);
    }
    for (const auto& [subject, record] : written)
        if (!record.digest.empty())
            findings.push_back(fmt::format("{} of record {} is gone, and no record tells who "
                                           "deleted it",
                                           subject, record.sequence));
}

Result<Judged> judge(const ClusterClient& client, const std::vector<tls::Certificate>& anchors) {
    audit::Verifier verifier(client.name(), anchors);
    Written written;
    std::set<std::string> changing; // while we look: nobody can say which of the two was first
    bool isListed = false;
    const auto take = [&](const client::AuditPage& page) {
        for (const auto& checkpoint : page.checkpoints)
            verifier.add(checkpoint);
        for (const auto& [record, revision] : page.records) {
            verifier.add(record);
            if (record.action.starts_with("object."))
                written.insert_or_assign(record.subject, record);
            if (isListed)
                changing.insert(record.subject);
        }
    };
    CAUSEWAY_TRY(const auto last, readTrail(client, 0, take));
    CAUSEWAY_TRY(auto objects, client.objects("", ""));
    isListed = true;
    CAUSEWAY_CHECK(readTrail(client, last, take).map([](std::uint64_t) {}));
    std::erase_if(objects, [&](const auto& stored) {
        return changing.contains(audit::subjectOf(stored.object));
    });
    std::erase_if(written, [&](const auto& each) { return changing.contains(each.first); });
    Judged judged{.cluster = client.name()};
    if (const auto finding = verifier.finish())
        judged.findings.push_back(fmt::format("record {} {}", finding->sequence, finding->why));
    else
        compareObjects(objects, std::move(written), judged.findings);
    judged.records = verifier.records();
    judged.signedUpTo = verifier.signedUpTo();
    judged.hash = verifier.hash();
    return judged;
}

View verdictView(const std::vector<Judged>& clusters) {
    View view{{{{"CLUSTER"},
                {"RECORDS", Column::Align::Right},
                {"SIGNED UP TO", Column::Align::Right},
                {"STATE"},
                {"WHAT", Column::Align::Left}},
               {},
               "No clusters."},
              {{"trails", Json::array()}}};
    for (const auto& judged : clusters) {
        const bool isFine = judged.findings.empty();
        const Cell state = isFine ? Cell{"● as written", Tone::Good} : Cell{"■ touched", Tone::Bad};
        view.table.rows.push_back({{judged.cluster},
                                   {std::to_string(judged.records)},
                                   {std::to_string(judged.signedUpTo)},
                                   state,
                                   {isFine ? "newest hash " + judged.hash.substr(0, 16) : ""}});
        for (const auto& finding : judged.findings)
            view.table.rows.push_back({{}, {}, {}, {}, {finding}});
        view.json["trails"].push_back({{"cluster", judged.cluster},
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
        for (const auto& [record, revision] : records) {
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
                                const auto take = [&](const client::AuditPage& page) {
                                    for (const auto& each : page.records)
                                        if (wanted(each.record))
                                            found.records.push_back(each);
                                    while (found.records.size() > request.count)
                                        found.records.pop_front();
                                };
                                CAUSEWAY_CHECK(
                                    readTrail(client, 0, take).map([](std::uint64_t) {}));
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
        exitOf(gathered.values.empty(), std::ranges::any_of(gathered.values, [](const auto& each) {
                   return !each.findings.empty();
               }));
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
                                    found.records.insert(found.records.end(), page.records.begin(),
                                                         page.records.end());
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
