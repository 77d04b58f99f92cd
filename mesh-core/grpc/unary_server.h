// SPDX-License-Identifier: Apache-2.0
// The least of a gRPC server: unary calls over one HTTP/2 connection, answered now or later. For
// tests and for the lab's workloads. Sans-I/O: the owner feeds codec() and writes its output()
// after receive() and after reply(). One thread.
#pragma once

#include "grpc/framing.h"
#include "grpc/metadata.h"
#include "grpc/status.h"
#include "http/codec.h"

#include <functional>
#include <unordered_map>

namespace causeway::grpc {

class UnaryServer final : private http::CodecEvents {
public:
    // `message` is valid during the call only. Answer with reply(), inside or any time after.
    using Handler =
        std::function<void(http::StreamId, const http::RequestHead& head, ByteView message)>;

    explicit UnaryServer(Handler handler, std::size_t maxMessage = kDefaultMaxMessage);

    [[nodiscard]] http::Codec& codec() { return *m_codec; }
    // `message` is left out unless the status is OK. Nothing happens when the caller has gone.
    void reply(http::StreamId id, const Status& status, ByteView message);

private:
    struct Call {
        http::RequestHead head;
        MessageReader reader;
        Buffer pending; // of the reply, what the codec did not take yet
        std::optional<Status> status;
    };

    void onRequest(http::StreamId id, http::RequestHead&& head, bool end) override;
    void onBody(http::StreamId id, ByteView bytes, bool end) override;
    void onTrailers(http::StreamId id, http::Headers&&) override { handle(id); }
    void onReset(http::StreamId id, http::ResetReason) override { m_calls.erase(id); }
    void onWritable(http::StreamId id) override;
    void handle(http::StreamId id);
    void flush(http::StreamId id, Call& call);

    Handler m_handler;
    std::size_t m_maxMessage;
    std::unordered_map<http::StreamId, Call> m_calls;
    std::unique_ptr<http::Codec> m_codec;
};

} // namespace causeway::grpc
