// SPDX-License-Identifier: Apache-2.0
#include "control/store/etcd_watch.h"

#include "base/assert.h"
#include "base/log.h"
#include "control/store/etcd_client.h"
#include "control/store/etcd_keys.h"

#include <algorithm>

namespace causeway::control {

namespace {

using namespace std::chrono_literals;
namespace pb = etcdserverpb;

constexpr Duration kConnect = 500ms; // short: who ends the watch waits for it
constexpr Duration kPause = 200ms;

pb::WatchRequest requestOf(const EtcdWatch::Range& range, std::uint64_t from) {
    const std::string first = firstKey(range.storePrefix, range.prefix);
    pb::WatchRequest request;
    auto& create = *request.mutable_create_request();
    create.set_key(first);
    create.set_range_end(endOfPrefix(first));
    create.set_start_revision(static_cast<std::int64_t>(from) + 1);
    create.set_progress_notify(true);
    return request;
}

} // namespace

EtcdWatch::EtcdWatch(std::shared_ptr<EtcdClient> client, Range range, std::uint64_t fromRevision,
                     WatchCallback callback)
    : m_client(std::move(client)), m_range(std::move(range)), m_next(fromRevision),
      m_callback(std::move(callback)), m_thread([this] { run(); }) {}

EtcdWatch::~EtcdWatch() {
    CAUSEWAY_ASSERT(std::this_thread::get_id() != m_thread.get_id());
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        if (m_context)
            m_context->TryCancel();
    }
    m_wake.notify_all();
    m_thread.join();
}

void EtcdWatch::run() {
    for (;;) {
        const Error why = follow();
        if (isStopping())
            return;
        if (!m_isLost)
            log::warn(
                "watching {} in etcd is interrupted and goes on from revision {} as soon as it "
                "can: {}",
                m_range.prefix, m_next, why.describe());
        m_isLost = true;
        pause();
    }
}

bool EtcdWatch::isStopping() {
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

void EtcdWatch::setOpen(::grpc::ClientContext* context) {
    const std::lock_guard lock(m_mutex);
    m_context = context;
    if (m_stopping && context)
        context->TryCancel();
}

void EtcdWatch::pause() {
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, kPause, [&] { return m_stopping; });
}

Error EtcdWatch::follow() {
    const auto member = m_client->connected(kConnect);
    if (!member)
        return member.error();
    ::grpc::ClientContext context;
    EtcdClient::askForLeader(context);
    const auto stream = (*member)->watch->Watch(&context);
    setOpen(&context);
    stream->Write(requestOf(m_range, m_next));
    pb::WatchResponse response;
    Status taken;
    while (taken && stream->Read(&response))
        taken = take(response);
    if (!taken)
        context.TryCancel();
    const ::grpc::Status status = stream->Finish();
    setOpen(nullptr); // it ends with this function
    if (!taken)
        return std::move(taken).error();
    m_client->moveOn(**member);
    return EtcdClient::describe(status, **member);
}

Status EtcdWatch::take(const pb::WatchResponse& response) {
    if (response.canceled() && response.compact_revision() > 0)
        return tellAll();
    if (response.canceled())
        return fail(ErrorKind::Unavailable, "etcd ended the watch: " + response.cancel_reason());
    if (m_isLost)
        log::info("watching {} in etcd goes on", m_range.prefix);
    m_isLost = false;
    if (response.events_size() > 0)
        tell(response);
    else if (!response.created()) // all up to here has been told
        m_next = std::max(m_next, fromEtcd(response.header().revision()) + 1);
    return {};
}

void EtcdWatch::tell(const pb::WatchResponse& response) {
    std::vector<Change> changes;
    for (const auto& event : response.events()) {
        KeyValue item = fromEtcd(event.kv(), m_range.storePrefix.size());
        Change change{.key = item.key, .now = {}, .revision = item.modRevision};
        if (event.type() == mvccpb::Event::PUT)
            change.now = std::move(item);
        changes.push_back(std::move(change));
    }
    // etcd tells a revision's keys in the order in which they were written.
    std::ranges::sort(changes, {},
                      [](const Change& change) { return std::tie(change.revision, change.key); });
    for (auto first = changes.begin(); first != changes.end();) {
        const auto last = std::find_if(first, changes.end(), [&](const Change& change) {
            return change.revision != first->revision;
        });
        m_callback(first->revision, {first, last});
        m_next = first->revision + 1;
        first = last;
    }
}

Status EtcdWatch::tellAll() {
    const std::string first = firstKey(m_range.storePrefix, m_range.prefix);
    pb::RangeRequest request;
    request.set_key(first);
    request.set_range_end(endOfPrefix(first));
    CAUSEWAY_TRY(const auto response, m_client->range(request));
    const std::uint64_t revision = fromEtcd(response.header().revision());
    std::vector<Change> changes;
    for (const auto& item : response.kvs()) {
        KeyValue now = fromEtcd(item, m_range.storePrefix.size());
        changes.push_back({.key = now.key, .now = now, .revision = revision});
    }
    log::warn("revisions {} to {} of {} in etcd were compacted away before they were seen; what is "
              "there now was read instead",
              m_next, revision, m_range.prefix);
    m_callback(revision, changes);
    m_next = revision + 1;
    return fail(ErrorKind::NotFound, "its history was compacted");
}

} // namespace causeway::control
