// SPDX-License-Identifier: Apache-2.0
#include "control/discovery/objects.h"

#include "base/log.h"
#include "base/lower.h"

#include <algorithm>
#include <set>

namespace causeway::control {

namespace {

constexpr std::string_view kPrefix = "/objects/";
constexpr int kAttempts = 5; // of a transaction that somebody else overtakes

std::string keyOf(const ObjectRef& ref) {
    return std::string(kPrefix) + (ref.group.empty() ? "core" : ref.group) + "/" + ref.kind + "/"
           + ref.namespace_ + "/" + ref.name;
}

Result<resource::Object> parseStored(const KeyValue& item) {
    CAUSEWAY_TRY(auto parsed, resource::parseObjects(item.value, "store:" + item.key));
    if (parsed.size() != 1)
        return fail(ErrorKind::Io, item.key + " in the store is damaged");
    return std::move(parsed.front());
}

template <typename T> void append(std::vector<T>& list, const std::vector<T>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

// Every object that is written now is of the version that it was then.
Status checkBases(const std::vector<Compare>& now, const std::vector<Compare>& then) {
    if (then.empty())
        return {};
    for (const Compare& each : now) {
        const auto base = std::ranges::find(then, each.key, &Compare::key);
        if (base == then.end() || base->modRevision != each.modRevision)
            return fail(ErrorKind::Conflict,
                        each.key.substr(kPrefix.size())
                            + " has been changed since; propose the change again");
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Objects>> Objects::open(Store& store, AuditTrail& audit) {
    std::unique_ptr<Objects> objects(new Objects(store, audit));
    CAUSEWAY_CHECK(objects->reload());
    CAUSEWAY_CHECK(objects->adopt());
    return objects;
}

Status Objects::adopt() {
    CAUSEWAY_TRY(const auto trails, m_audit.trails());
    if (!trails.empty())
        return {};
    CAUSEWAY_TRY(const auto stored, m_store.range({.prefix = std::string(kPrefix)}));
    std::vector<AuditEntry> entries;
    for (const KeyValue& item : stored.items) {
        CAUSEWAY_TRY(const auto object, parseStored(item));
        entries.push_back({.action = "object.adopted",
                           .subject = audit::subjectOf(object.ref()),
                           .digest = audit::digestOf(item.value)});
    }
    if (entries.empty())
        return {};
    return m_audit
        .write({}, {.who = "causeway-control", .reason = "was there before the trail"}, entries)
        .map([](const Commit&) {});
}

Status Objects::reload() {
    CAUSEWAY_TRY(const auto stored, m_store.range({.prefix = std::string(kPrefix), .revision = 0}));
    std::vector<resource::Object> objects;
    for (const KeyValue& item : stored.items) {
        CAUSEWAY_TRY(auto object, parseStored(item));
        objects.push_back(std::move(object));
    }
    auto snapshot = std::make_shared<const ObjectSnapshot>(std::move(objects), stored.revision);
    const std::lock_guard lock(m_mutex);
    if (!m_current || m_current->revision() <= snapshot->revision())
        m_current = std::move(snapshot);
    return {};
}

Status Objects::watch() {
    const auto changed = [this](std::uint64_t, const std::vector<Change>&) { follow(); };
    CAUSEWAY_TRY(m_watch, m_store.watch(std::string(kPrefix), current()->revision() + 1, changed));
    return {};
}

void Objects::follow() {
    const auto reloaded = reload();
    m_isBehind = !reloaded;
    if (!reloaded)
        log::error("reading objects, the last good ones stay: {}", reloaded.error().describe());
    else if (m_onChange)
        m_onChange();
}

void Objects::turn() {
    if (m_isBehind)
        follow();
}

SharedObjects Objects::current() const {
    const std::lock_guard lock(m_mutex);
    return m_current;
}

Status Objects::admit(const std::vector<resource::Object>& objects) const {
    const SharedObjects now = current();
    std::set<ObjectRef> seen;
    for (const resource::Object& object : objects) {
        const std::string where =
            object.origin.source + ":" + std::to_string(object.origin.range.start.line) + ": ";
        if (!seen.insert(object.ref()).second)
            return fail(ErrorKind::InvalidInput,
                        where + object.describe() + " is there twice; expected once");
        if (object.as<resource::Fleet>())
            return fail(ErrorKind::InvalidInput,
                        where
                            + "a Fleet is a file for the console and causewayctl; it does not "
                              "belong into a cluster");
        const auto* cluster = object.as<resource::Cluster>();
        if (!cluster || now->set().clusterName().empty())
            continue;
        const auto& known = now->set();
        if (object.metadata.name != known.clusterName()
            || cluster->trustDomain != known.cluster().trustDomain)
            return fail(ErrorKind::InvalidInput, where + "found Cluster " + object.metadata.name
                                                     + " in " + cluster->trustDomain + "; expected "
                                                     + known.clusterName() + " in "
                                                     + known.cluster().trustDomain
                                                     + ": a cluster keeps its name and trust "
                                                       "domain");
    }
    return {};
}

Status Objects::addApplied(const std::vector<resource::Object>& objects, Plan& plan) const {
    for (const resource::Object& object : objects) {
        const std::string key = keyOf(object.ref());
        CAUSEWAY_TRY(const auto stored, m_store.get(key));
        AppliedObject result{.object = object.ref(),
                             .resourceVersion = stored ? stored->modRevision : 0,
                             .result = stored ? "changed" : "created"};
        plan.transaction.compares.push_back({.key = key, .modRevision = result.resourceVersion});
        const auto before = stored ? parseStored(*stored) : Result<resource::Object>(object);
        if (stored && before && *before == object) {
            result.result = "unchanged";
        } else {
            const std::string yaml = resource::serialize(object);
            plan.entries.push_back({.action = "object." + result.result,
                                    .subject = audit::subjectOf(object.ref()),
                                    .digest = audit::digestOf(yaml)});
            plan.transaction.operations.push_back({.key = key, .value = yaml});
        }
        plan.applied.push_back(std::move(result));
    }
    return {};
}

Status Objects::addRemoved(const std::vector<ObjectRef>& refs, Plan& plan) const {
    for (const ObjectRef& ref : refs) {
        if (ref.kind == "cluster")
            return fail(ErrorKind::InvalidInput,
                        ref.describe() + " says who this control plane is; it cannot be deleted");
        CAUSEWAY_TRY(const auto stored, m_store.get(keyOf(ref)));
        if (!stored)
            return fail(ErrorKind::NotFound, ref.describe() + " is not there");
        plan.transaction.compares.push_back(
            {.key = stored->key, .modRevision = stored->modRevision});
        plan.transaction.operations.push_back({.key = stored->key, .value = std::nullopt});
        plan.entries.push_back({.action = "object.deleted", .subject = audit::subjectOf(ref)});
        plan.applied.push_back(
            {.object = ref, .resourceVersion = stored->modRevision, .result = "deleted"});
    }
    return {};
}

Result<Objects::Plan> Objects::makePlan(const ObjectChange& change) const {
    std::vector<resource::Object> objects;
    if (!change.yaml.empty()) {
        CAUSEWAY_TRY(objects, resource::parseObjects(change.yaml, change.source));
    }
    CAUSEWAY_CHECK(admit(objects));
    for (const ObjectRef& ref : change.removed)
        if (std::ranges::find(objects, ref, &resource::Object::ref) != objects.end())
            return fail(ErrorKind::InvalidInput,
                        ref.describe() + " is to be changed and to be deleted; expected one of both");
    Plan plan;
    CAUSEWAY_CHECK(addApplied(objects, plan));
    CAUSEWAY_CHECK(addRemoved(change.removed, plan));
    return plan;
}

Result<PlannedChange> Objects::plan(const ObjectChange& change) const {
    CAUSEWAY_TRY(Plan plan, makePlan(change));
    return PlannedChange{std::move(plan.applied), std::move(plan.transaction.compares)};
}

Result<std::vector<AppliedObject>> Objects::change(const ObjectChange& change, const Actor& actor,
                                                   const Alongside& alongside) {
    // Again when somebody was faster.
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        CAUSEWAY_TRY(Plan plan, makePlan(change));
        CAUSEWAY_CHECK(checkBases(plan.transaction.compares, alongside.bases));
        append(plan.transaction.compares, alongside.transaction.compares);
        append(plan.transaction.operations, alongside.transaction.operations);
        append(plan.entries, alongside.entries);
        if (plan.transaction.operations.empty())
            return std::move(plan.applied);
        CAUSEWAY_TRY(const Commit commit,
                     m_audit.write(std::move(plan.transaction), actor, plan.entries));
        if (!commit.succeeded) {
            CAUSEWAY_TRY(const bool mayGoOn, holds(alongside.transaction.compares));
            if (!mayGoOn)
                return fail(ErrorKind::Conflict,
                            "what it depends on was changed by somebody else just now; look again");
            continue;
        }
        for (AppliedObject& object : plan.applied)
            if (object.result != "unchanged")
                object.resourceVersion = commit.revision;
        CAUSEWAY_CHECK(reload());
        return std::move(plan.applied);
    }
    return fail(ErrorKind::Conflict, "others keep changing the same objects; try again");
}

Result<bool> Objects::holds(const std::vector<Compare>& compares) const {
    for (const Compare& each : compares) {
        CAUSEWAY_TRY(const auto stored, m_store.get(each.key));
        if ((stored ? stored->modRevision : 0) != each.modRevision)
            return false;
    }
    return true;
}

Result<Objects::ClusterNow> Objects::clusterNow() const {
    const SharedObjects known = current();
    const auto& all = known->set().all();
    const auto own = std::ranges::find_if(
        all, [](const auto* object) { return object->template as<resource::Cluster>() != nullptr; });
    if (own == all.end())
        return ClusterNow{};
    const std::string key = keyOf((*own)->ref());
    CAUSEWAY_TRY(const auto stored, m_store.get(key));
    if (!stored)
        return ClusterNow{{}, {.key = key}};
    CAUSEWAY_TRY(const auto object, parseStored(*stored));
    return ClusterNow{*object.as<resource::Cluster>(),
                      {.key = key, .modRevision = stored->modRevision}};
}

Result<StoredObject> Objects::get(const ObjectRef& ref, std::uint64_t revision) const {
    CAUSEWAY_TRY(const auto stored, m_store.get(keyOf(ref), revision));
    if (!stored)
        return fail(ErrorKind::NotFound,
                    ref.describe() + " is not there"
                        + (revision == 0 ? "" : " at revision " + std::to_string(revision)));
    return StoredObject{
        .object = ref, .resourceVersion = stored->modRevision, .yaml = stored->value};
}

Result<std::vector<StoredObject>> Objects::list(const std::string& kind,
                                                const std::string& namespace_) const {
    CAUSEWAY_TRY(const auto stored, m_store.range({.prefix = std::string(kPrefix), .revision = 0}));
    std::vector<StoredObject> listed;
    for (const KeyValue& item : stored.items) {
        CAUSEWAY_TRY(const auto object, parseStored(item));
        const ObjectRef ref = object.ref();
        if ((kind.empty() || lowerOf(kind) == ref.kind)
            && (namespace_.empty() || namespace_ == ref.namespace_))
            listed.push_back(
                {.object = ref, .resourceVersion = item.modRevision, .yaml = item.value});
    }
    return listed;
}

} // namespace causeway::control
