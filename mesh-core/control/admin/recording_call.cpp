// SPDX-License-Identifier: Apache-2.0
// The Admin service's ReadRecording: one stretch, part after part, then the end.
#include "control/admin/admin_service.h"
#include "control/peer.h"
#include "convert/convert.h"

namespace causeway::control {
namespace {

constexpr std::size_t kPart = 1000; // tuples a message

class RecordingStream final : public ::grpc::ServerWriteReactor<v1::RecordingPart>, public Watcher {
public:
    RecordingStream(Watchers& readers, Result<RecordingReader> reader)
        : m_readers(readers), m_reader(std::move(reader)) {
        m_readers.add(this);
        if (!m_reader) {
            end(statusOf(m_reader.error()));
            return;
        }
        const auto& span = m_reader->span();
        m_part.mutable_span()->set_start(span.from);
        m_part.mutable_span()->set_end(span.to);
        m_part.mutable_span()->set_given_up(span.givenUp);
        this->StartWrite(&m_part);
    }
    // Nothing new comes.
    void wake() override {}
    void end(const ::grpc::Status& status) override {
        {
            const std::lock_guard lock(m_mutex);
            if (std::exchange(m_ended, true))
                return;
        }
        this->Finish(status);
    }

    void OnWriteDone(bool ok) override {
        if (!ok)
            return end(::grpc::Status::CANCELLED);
        m_part.Clear();
        const auto samples = m_reader->next(kPart);
        if (!samples)
            return end(statusOf(samples.error()));
        if (samples->empty())
            return end(::grpc::Status::OK);
        for (const auto& sample : *samples)
            *m_part.add_requests() = convert::toProto(sample);
        const std::lock_guard lock(m_mutex);
        if (!m_ended)
            this->StartWrite(&m_part);
    }
    void OnCancel() override { end(::grpc::Status::CANCELLED); }
    void OnDone() override {
        m_readers.remove(this);
        delete this;
    }

private:
    Watchers& m_readers;
    std::mutex m_mutex; // m_ended
    Result<RecordingReader> m_reader;
    v1::RecordingPart m_part;
    bool m_ended = false;
};

} // namespace

AdminService::Writer<v1::RecordingPart>*
AdminService::ReadRecording(Context* context, const v1::ReadRecordingRequest* request) {
    auto reader = [&]() -> Result<RecordingReader> {
        CAUSEWAY_CHECK(admit(*context, Need::Change, "ReadRecording"));
        return m_parts.recorder.read({request->start(), request->end(), request->namespace_()});
    }();
    return new RecordingStream(m_recordingReaders, std::move(reader));
}

} // namespace causeway::control
