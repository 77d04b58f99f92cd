// SPDX-License-Identifier: Apache-2.0
// The Admin service's calls about objects and who changed them.
#include "control/admin/admin_service.h"
#include "control/peer.h"
#include "control/wire_time.h"
#include "convert/convert.h"

#include <algorithm>

namespace causeway::control {
namespace {

constexpr std::uint32_t kPage = 1000;

v1::StoredObject messageOf(const StoredObject& object) {
    v1::StoredObject message;
    *message.mutable_object() = convert::toProto(object.object);
    message.set_resource_version(std::to_string(object.resourceVersion));
    message.set_yaml(object.yaml);
    return message;
}

v1::AuditRecord messageOf(const StoredRecord& stored) {
    const audit::Record& record = stored.record;
    v1::AuditRecord message;
    message.set_sequence(record.sequence);
    setTime(*message.mutable_at(), record.at);
    message.set_who(record.who);
    message.set_action(record.action);
    message.set_subject(record.subject);
    message.set_reason(record.reason);
    message.set_detail(record.detail);
    message.set_digest(record.digest);
    message.set_hash(record.hash);
    message.set_revision(stored.revision);
    return message;
}

v1::AuditCheckpoint messageOf(const audit::Checkpoint& checkpoint) {
    v1::AuditCheckpoint message;
    message.set_sequence(checkpoint.sequence);
    message.set_hash(checkpoint.hash);
    setTime(*message.mutable_at(), checkpoint.at);
    message.set_signature(checkpoint.signature);
    message.set_certificates(checkpoint.certificates);
    return message;
}

Status fill(v1::ListAuditResponse& response, const AuditTrail& audit,
            const v1::ListAuditRequest& request) {
    const std::uint32_t limit = request.limit() == 0 ? kPage : std::min(request.limit(), kPage);
    // Before the records, so that the one that a checkpoint covers is always there.
    if (request.subject().empty()) {
        CAUSEWAY_TRY(const auto trails, audit.trails());
        response.mutable_trails()->Assign(trails.begin(), trails.end());
        CAUSEWAY_TRY(const auto checkpoints,
                     audit.checkpoints(request.after_sequence(), limit, request.trail()));
        for (const audit::Checkpoint& checkpoint : checkpoints)
            *response.add_checkpoints() = messageOf(checkpoint);
    }
    CAUSEWAY_TRY(const auto records,
                 request.subject().empty()
                     ? audit.records(request.after_sequence(), limit, request.trail())
                     : audit.recordsOf(request.subject()));
    for (const StoredRecord& record : records)
        *response.add_records() = messageOf(record);
    return {};
}

} // namespace

::grpc::ServerUnaryReactor* AdminService::ApplyObjects(Context* context,
                                                       const v1::ApplyObjectsRequest* request,
                                                       v1::ApplyObjectsResponse* response) {
    const Need need = request->dry_run() ? Need::Read : Need::Change;
    return answer(context, need, "ApplyObjects", [&]() -> Status {
        const Actor actor{.who = peerIdentity(*context)->uri(), .reason = request->reason()};
        CAUSEWAY_TRY(const auto applied,
                     change({.yaml = request->yaml(), .removed = {}}, actor,
                            {.dryRun = request->dry_run(), .emergency = request->emergency()}));
        tellChanges(actor, applied, request->dry_run(), *response);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::DeleteObjects(Context* context,
                                                        const v1::DeleteObjectsRequest* request,
                                                        v1::ApplyObjectsResponse* response) {
    const Need need = request->dry_run() ? Need::Read : Need::Change;
    return answer(context, need, "DeleteObjects", [&]() -> Status {
        const Actor actor{.who = peerIdentity(*context)->uri(), .reason = request->reason()};
        ObjectChange deletion;
        for (const v1::ObjectRef& object : request->objects())
            deletion.removed.push_back(convert::fromProto(object));
        CAUSEWAY_TRY(const auto removed,
                     change(deletion, actor,
                            {.dryRun = request->dry_run(), .emergency = request->emergency()}));
        tellChanges(actor, removed, request->dry_run(), *response);
        return {};
    });
}

Result<std::vector<AppliedObject>>
AdminService::change(const ObjectChange& change, const Actor& actor, Wish wish) {
    if (wish.dryRun)
        return m_parts.objects.plan(change).map(
            [](PlannedChange planned) { return std::move(planned.objects); });
    return wish.emergency ? m_parts.changes.applyAtOnce(change, actor)
                          : m_parts.changes.applyAlone(change, actor);
}

void AdminService::tellChanges(const Actor& actor, const std::vector<AppliedObject>& objects,
                               bool dryRun, v1::ApplyObjectsResponse& response) {
    for (const AppliedObject& object : objects) {
        v1::AppliedObject& message = *response.add_objects();
        *message.mutable_object() = convert::toProto(object.object);
        message.set_resource_version(std::to_string(object.resourceVersion));
        message.set_result(object.result);
        if (dryRun || object.result == "unchanged")
            continue;
        tell("object." + object.result, object.object.describe(), actor);
    }
}

void AdminService::tell(const std::string& kind, const std::string& subject, const Actor& actor) {
    m_parts.events.add(Severity::Info, kind, subject,
                       tls::personOf(actor.who)
                           + (actor.reason.empty() ? "" : ": " + actor.reason));
}

::grpc::ServerUnaryReactor* AdminService::ListObjects(Context* context,
                                                      const v1::ListObjectsRequest* request,
                                                      v1::ListObjectsResponse* response) {
    return answer(context, Need::Read, "ListObjects", [&]() -> Status {
        CAUSEWAY_TRY(const auto listed,
                     m_parts.objects.list(request->kind(), request->namespace_()));
        for (const StoredObject& object : listed)
            *response->add_objects() = messageOf(object);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::GetObject(Context* context,
                                                    const v1::GetObjectRequest* request,
                                                    v1::StoredObject* response) {
    return answer(context, Need::Read, "GetObject", [&]() -> Status {
        CAUSEWAY_TRY(const auto object, m_parts.objects.get(convert::fromProto(request->object()),
                                                            request->revision()));
        *response = messageOf(object);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::ListAudit(Context* context,
                                                    const v1::ListAuditRequest* request,
                                                    v1::ListAuditResponse* response) {
    return answer(context, Need::Read, "ListAudit",
                  [&] { return fill(*response, m_parts.audit, *request); });
}

} // namespace causeway::control
