// SPDX-License-Identifier: Apache-2.0
// The Admin service's calls about changes that a second person looks at.
#include "control/admin/admin_service.h"
#include "control/peer.h"
#include "control/wire_time.h"
#include "convert/convert.h"

namespace causeway::control {
namespace {

v1::ChangeState stateOf(ChangeState state) {
    switch (state) {
    case ChangeState::Proposed:
        return v1::CHANGE_STATE_PROPOSED;
    case ChangeState::Applied:
        return v1::CHANGE_STATE_APPLIED;
    case ChangeState::Rejected:
        return v1::CHANGE_STATE_REJECTED;
    case ChangeState::Withdrawn:
        return v1::CHANGE_STATE_WITHDRAWN;
    case ChangeState::Unreviewed:
        return v1::CHANGE_STATE_UNREVIEWED;
    case ChangeState::Reviewed:
        break;
    }
    return v1::CHANGE_STATE_REVIEWED;
}

Result<Decision> decisionOf(const v1::DecideChangeRequest& request) {
    switch (request.decision()) {
    case v1::DecideChangeRequest::DECISION_APPROVE:
        return Decision::Approve;
    case v1::DecideChangeRequest::DECISION_REJECT:
        return Decision::Reject;
    case v1::DecideChangeRequest::DECISION_WITHDRAW:
        return Decision::Withdraw;
    case v1::DecideChangeRequest::DECISION_REVIEW:
        return Decision::Review;
    default:
        return fail(ErrorKind::InvalidInput,
                    "decision: found none; expected to approve, reject, withdraw or review");
    }
}

v1::ChangeSet messageOf(const ChangeSet& change, bool withYaml) {
    v1::ChangeSet message;
    message.set_id(change.id);
    message.set_state(stateOf(change.state));
    message.set_author(change.author);
    message.set_reason(change.reason);
    setTime(*message.mutable_proposed(), change.proposed);
    message.set_reviewer(change.reviewer);
    message.set_comment(change.comment);
    if (!change.reviewer.empty())
        setTime(*message.mutable_decided(), change.decided);
    for (const AppliedObject& object : change.planned.objects) {
        v1::AppliedObject& added = *message.add_objects();
        *added.mutable_object() = convert::toProto(object.object);
        added.set_resource_version(std::to_string(object.resourceVersion));
        added.set_result(object.result);
    }
    if (withYaml)
        message.set_yaml(change.change.yaml);
    return message;
}

} // namespace

::grpc::ServerUnaryReactor* AdminService::ProposeChange(Context* context,
                                                        const v1::ProposeChangeRequest* request,
                                                        v1::ChangeSet* response) {
    return answer(context, Need::Change, "ProposeChange", [&]() -> Status {
        const Actor author{.who = peerIdentity(*context)->uri(), .reason = request->reason()};
        ObjectChange change{.yaml = request->yaml(), .removed = {}};
        for (const v1::ObjectRef& object : request->removed())
            change.removed.push_back(convert::fromProto(object));
        CAUSEWAY_TRY(const ChangeSet proposed, m_parts.changes.propose(std::move(change), author));
        tell("change.proposed", proposed.subject(), author);
        *response = messageOf(proposed, true);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::DecideChange(Context* context,
                                                       const v1::DecideChangeRequest* request,
                                                       v1::ChangeSet* response) {
    const bool isWithdrawal = request->decision() == v1::DecideChangeRequest::DECISION_WITHDRAW;
    const Need need = isWithdrawal ? Need::Change : Need::Review;
    return answer(context, need, "DecideChange", [&]() -> Status {
        const Actor actor{.who = peerIdentity(*context)->uri(), .reason = request->comment()};
        CAUSEWAY_TRY(const Decision decision, decisionOf(*request));
        CAUSEWAY_TRY(const ChangeSet decided,
                     m_parts.changes.decide(request->id(), decision, actor));
        tell("change." + std::string(name(decided.state)), decided.subject(), actor);
        *response = messageOf(decided, true);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::ListChanges(Context* context,
                                                      const v1::ListChangesRequest* request,
                                                      v1::ListChangesResponse* response) {
    return answer(context, Need::Read, "ListChanges", [&]() -> Status {
        CAUSEWAY_TRY(const auto changes, m_parts.changes.list(request->all()));
        for (const ChangeSet& change : changes)
            *response->add_changes() = messageOf(change, false);
        return {};
    });
}

::grpc::ServerUnaryReactor* AdminService::GetChange(Context* context,
                                                    const v1::GetChangeRequest* request,
                                                    v1::ChangeSet* response) {
    return answer(context, Need::Read, "GetChange", [&]() -> Status {
        CAUSEWAY_TRY(const ChangeSet change, m_parts.changes.get(request->id()));
        *response = messageOf(change, true);
        return {};
    });
}

} // namespace causeway::control
