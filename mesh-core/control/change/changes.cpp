// SPDX-License-Identifier: Apache-2.0
#include "control/change/changes.h"

#include "tls/spiffe_id.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::control {
namespace {

constexpr std::string_view kPrefix = "/changes/";
constexpr int kAttempts = 5; // of a transaction that somebody else overtakes

// By number, in the order of the keys.
std::string keyOf(std::uint64_t id) {
    return fmt::format("{}{:010}", kPrefix, id);
}

struct Course {
    ChangeState from;
    ChangeState to;
    std::string_view action; // as audit records tell it
    bool byAuthor;
};
constexpr Course courseOf(Decision decision) {
    switch (decision) {
    case Decision::Approve:
        return {ChangeState::Proposed, ChangeState::Applied, "change.approved", false};
    case Decision::Reject:
        return {ChangeState::Proposed, ChangeState::Rejected, "change.rejected", false};
    case Decision::Withdraw:
        return {ChangeState::Proposed, ChangeState::Withdrawn, "change.withdrawn", true};
    case Decision::Review:
        break;
    }
    return {ChangeState::Unreviewed, ChangeState::Reviewed, "change.reviewed", false};
}

Status mayDecide(const ChangeSet& change, const Course& course, const Actor& actor) {
    const bool isAuthor = tls::personOf(change.author) == tls::personOf(actor.who);
    if (change.state != course.from)
        return fail(ErrorKind::Conflict,
                    fmt::format("{} is {}; this is for one that is {}", change.subject(),
                                name(change.state), name(course.from)));
    if (course.byAuthor && !isAuthor)
        return fail(ErrorKind::PermissionDenied,
                    fmt::format("{} is {}'s: only they withdraw it; to refuse it, reject it",
                                change.subject(), tls::personOf(change.author)));
    if (!course.byAuthor && isAuthor)
        return fail(ErrorKind::PermissionDenied,
                    fmt::format("{} is your own: somebody else has to look at it", change.subject()));
    return {};
}

tl::unexpected<Error> decidedByOthers(const ChangeSet& change) {
    return fail(ErrorKind::Conflict, change.subject() + " was decided by somebody else just now");
}

bool changesNothing(const PlannedChange& planned) {
    return std::ranges::all_of(planned.objects,
                               [](const auto& object) { return object.result == "unchanged"; });
}

} // namespace

Result<std::vector<AppliedObject>> Changes::applyAlone(const ObjectChange& change,
                                                       const Actor& author) {
    CAUSEWAY_TRY(const auto own, m_objects.clusterNow());
    if (own.cluster.fourEyes)
        return fail(ErrorKind::PermissionDenied,
                    "this cluster asks for four eyes: propose the change (causewayctl change propose), "
                    "or say --emergency with --reason and have it looked at afterwards");
    Alongside alongside;
    if (!own.unchanged.key.empty())
        alongside.transaction.compares.push_back(own.unchanged);
    return m_objects.change(change, author, alongside);
}

Result<std::uint64_t> Changes::nextId() const {
    CAUSEWAY_TRY(const auto stored, m_store.range({.prefix = std::string(kPrefix)}));
    if (stored.items.empty())
        return 1;
    CAUSEWAY_TRY(const auto last, parseChangeSet(stored.items.back().value));
    return last.id + 1;
}

Result<ChangeSet> Changes::propose(ObjectChange change, const Actor& author) {
    CAUSEWAY_TRY(const auto open, list(false));
    if (open.size() >= kMostOpen)
        return fail(ErrorKind::Exhausted, fmt::format("{} changes wait already; decide on some first",
                                                      open.size()));
    ChangeSet set;
    set.author = author.who;
    set.reason = author.reason;
    set.proposed = m_clock.wallNow();
    CAUSEWAY_TRY(set.planned, m_objects.plan(change));
    if (changesNothing(set.planned))
        return fail(ErrorKind::InvalidInput, "it would change nothing: every object is as it says");
    set.change = std::move(change);
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        CAUSEWAY_TRY(set.id, nextId());
        const Transaction transaction{{{.key = keyOf(set.id), .modRevision = 0}},
                                      {{.key = keyOf(set.id), .value = serialize(set)}}};
        const AuditEntry entry{.action = "change.proposed",
                               .subject = set.subject(),
                               .digest = audit::digestOf(set.change.yaml)};
        CAUSEWAY_TRY(const Commit commit, m_audit.write(transaction, author, {entry}));
        if (commit.succeeded)
            return set;
    }
    return fail(ErrorKind::Conflict, "others keep proposing at the same moment; try again");
}

Result<std::vector<AppliedObject>> Changes::applyAtOnce(ObjectChange change, const Actor& author) {
    CAUSEWAY_TRY(const auto own, m_objects.clusterNow());
    if (!own.cluster.fourEyes)
        return applyAlone(change, author);
    if (author.reason.empty())
        return fail(ErrorKind::InvalidInput,
                    "an emergency needs a reason (--reason), for whoever looks at it afterwards");
    ChangeSet set;
    set.state = ChangeState::Unreviewed;
    set.author = author.who;
    set.reason = author.reason;
    set.proposed = m_clock.wallNow();
    CAUSEWAY_TRY(set.planned, m_objects.plan(change));
    set.change = change;
    if (changesNothing(set.planned))
        return set.planned.objects;
    // Again when somebody else took the number.
    for (int attempt = 1;; ++attempt) {
        CAUSEWAY_TRY(set.id, nextId());
        auto applied = m_objects.change(
            change, author,
            {.bases = {},
             .transaction = {{{.key = keyOf(set.id), .modRevision = 0}},
                             {{.key = keyOf(set.id), .value = serialize(set)}}},
             .entries = {{.action = "change.emergency", .subject = set.subject()}}});
        if (applied || applied.error().kind() != ErrorKind::Conflict || attempt == kAttempts)
            return applied;
    }
}

Result<ChangeSet> Changes::decide(std::uint64_t id, Decision decision, const Actor& actor) {
    const Course course = courseOf(decision);
    CAUSEWAY_TRY(const auto stored, m_store.get(keyOf(id)));
    if (!stored)
        return fail(ErrorKind::NotFound, fmt::format("there is no change {}", id));
    CAUSEWAY_TRY(ChangeSet set, parseChangeSet(stored->value));
    CAUSEWAY_CHECK(mayDecide(set, course, actor));
    set.state = course.to;
    set.reviewer = actor.who;
    set.comment = actor.reason;
    set.decided = m_clock.wallNow();
    const Transaction transaction{{{.key = stored->key, .modRevision = stored->modRevision}},
                                  {{.key = stored->key, .value = serialize(set)}}};
    const AuditEntry entry{.action = std::string(course.action), .subject = set.subject()};
    if (decision == Decision::Approve) {
        const Actor forBoth{.who = actor.who,
                            .reason = fmt::format("change {} of {}: {}", set.id,
                                                  tls::personOf(set.author), set.reason)};
        auto applied = m_objects.change(
            set.change, forBoth,
            {.bases = set.planned.bases, .transaction = transaction, .entries = {entry}});
        if (!applied && applied.error().kind() == ErrorKind::Conflict) {
            CAUSEWAY_TRY(const auto now, m_store.get(stored->key));
            if (!now || now->modRevision != stored->modRevision)
                return decidedByOthers(set);
        }
        CAUSEWAY_TRY(set.planned.objects, std::move(applied));
        return set;
    }
    CAUSEWAY_TRY(const Commit commit, m_audit.write(transaction, actor, {entry}));
    if (!commit.succeeded)
        return decidedByOthers(set);
    return set;
}

Result<ChangeSet> Changes::get(std::uint64_t id) const {
    CAUSEWAY_TRY(const auto stored, m_store.get(keyOf(id)));
    if (!stored)
        return fail(ErrorKind::NotFound, fmt::format("there is no change {}", id));
    return parseChangeSet(stored->value);
}

Result<std::vector<ChangeSet>> Changes::list(bool all) const {
    CAUSEWAY_TRY(const auto stored, m_store.range({.prefix = std::string(kPrefix)}));
    std::vector<ChangeSet> changes;
    for (const KeyValue& item : stored.items) {
        CAUSEWAY_TRY(ChangeSet change, parseChangeSet(item.value));
        if (all || isOpen(change.state))
            changes.push_back(std::move(change));
    }
    return changes;
}

} // namespace causeway::control
