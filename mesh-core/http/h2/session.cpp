// SPDX-License-Identifier: Apache-2.0
#include "http/h2/session.h"

#include "base/assert.h"
#include "http/h2/codec.h"
#include "http/h2/memory.h"

#include <algorithm>
#include <array>

namespace causeway::http::h2 {

// nghttp2 calls C functions with the codec as user data; each only translates its arguments.
struct Callbacks {
    static Http2Codec& codec(void* user) { return *static_cast<Http2Codec*>(user); }
    static StreamId id(std::int32_t id) { return static_cast<StreamId>(id); }

    static int onHeader(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                        std::size_t nameSize, const std::uint8_t* value, std::size_t valueSize,
                        std::uint8_t, void* user) {
        return codec(user).onFieldReceived(id(frame->hd.stream_id), textOf({name, nameSize}),
                                           textOf({value, valueSize}));
    }
    // By default nghttp2 leaves a malformed field out; we refuse the message.
    static int onInvalidHeader(nghttp2_session*, const nghttp2_frame*, const std::uint8_t*,
                               std::size_t, const std::uint8_t*, std::size_t, std::uint8_t,
                               void* user) {
        codec(user).m_events.onRefused(Refused::Malformed);
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    }
    static int onBeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST)
            codec(user).addStream(id(frame->hd.stream_id));
        return 0;
    }
    static int onFrameReceived(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        return codec(user).onFrameReceived(*frame);
    }
    static int onData(nghttp2_session*, std::uint8_t, std::int32_t stream, const std::uint8_t* data,
                      std::size_t size, void* user) {
        return codec(user).onDataReceived(id(stream), {data, size});
    }
    static int onStreamClosed(nghttp2_session*, std::int32_t stream, std::uint32_t errorCode,
                              void* user) {
        codec(user).onStreamClosed(id(stream), errorCode);
        return 0;
    }
    static int onFrameSent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        codec(user).onFrameSent(*frame);
        return 0;
    }
    static int onFrameNotSent(nghttp2_session*, const nghttp2_frame* frame, int, void* user) {
        codec(user).onFrameNotSent(*frame);
        return 0;
    }
    static int onComplaint(nghttp2_session*, int, const char* text, std::size_t size, void* user) {
        codec(user).m_complaint.assign(text, size);
        return 0;
    }
    static ssize_t offerData(nghttp2_session*, std::int32_t stream, std::uint8_t*,
                             std::size_t length, std::uint32_t* flags, nghttp2_data_source*,
                             void* user) {
        return codec(user).offerData(id(stream), length, *flags);
    }
    static int writeData(nghttp2_session*, nghttp2_frame* frame, const std::uint8_t* header,
                         std::size_t length, nghttp2_data_source*, void* user) {
        constexpr std::size_t kFrameHeader = 9;
        return codec(user).writeData(id(frame->hd.stream_id), {header, kFrameHeader}, length);
    }
};

namespace {

struct CallbacksDeleter {
    void operator()(nghttp2_session_callbacks* c) const { nghttp2_session_callbacks_del(c); }
};
struct OptionDeleter {
    void operator()(nghttp2_option* option) const { nghttp2_option_del(option); }
};

std::unique_ptr<nghttp2_session_callbacks, CallbacksDeleter> makeCallbacks() {
    nghttp2_session_callbacks* c = nullptr;
    CAUSEWAY_ASSERT(nghttp2_session_callbacks_new(&c) == 0);
    nghttp2_session_callbacks_set_on_header_callback(c, Callbacks::onHeader);
    nghttp2_session_callbacks_set_on_invalid_header_callback(c, Callbacks::onInvalidHeader);
    nghttp2_session_callbacks_set_on_begin_headers_callback(c, Callbacks::onBeginHeaders);
    nghttp2_session_callbacks_set_on_frame_recv_callback(c, Callbacks::onFrameReceived);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(c, Callbacks::onData);
    nghttp2_session_callbacks_set_on_stream_close_callback(c, Callbacks::onStreamClosed);
    nghttp2_session_callbacks_set_on_frame_send_callback(c, Callbacks::onFrameSent);
    nghttp2_session_callbacks_set_on_frame_not_send_callback(c, Callbacks::onFrameNotSent);
    nghttp2_session_callbacks_set_error_callback2(c, Callbacks::onComplaint);
    nghttp2_session_callbacks_set_send_data_callback(c, Callbacks::writeData);
    return std::unique_ptr<nghttp2_session_callbacks, CallbacksDeleter>(c);
}

std::unique_ptr<nghttp2_option, OptionDeleter> makeOptions(const Limits& limits) {
    nghttp2_option* option = nullptr;
    CAUSEWAY_ASSERT(nghttp2_option_new(&option) == 0);
    nghttp2_option_set_no_auto_window_update(option, 1); // consumed() opens windows
    nghttp2_option_set_peer_max_concurrent_streams(option, 100);
    nghttp2_option_set_no_closed_streams(option, 1); // keeps none for priorities nobody uses
    // Room for what the limits admit plus what HPACK may add to it.
    nghttp2_option_set_max_send_header_block_length(option,
                                                    limits.maxHeaderBytes + 32 * limits.maxHeaders);
    return std::unique_ptr<nghttp2_option, OptionDeleter>(option);
}

} // namespace

Session makeSession(Role role, const Limits& limits, Http2Codec& codec) {
    // One for all sessions of the process: never changed after it is made, nghttp2 copies it.
    static const auto callbacks = makeCallbacks();
    const auto options = makeOptions(limits);
    nghttp2_session* raw = nullptr;
    const auto create =
        role == Role::Server ? nghttp2_session_server_new3 : nghttp2_session_client_new3;
    CAUSEWAY_ASSERT(create(&raw, callbacks.get(), &codec, options.get(), sessionMemory()) == 0);
    Session session(raw);

    std::array<nghttp2_settings_entry, 4> settings{{
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, limits.streamWindow},
        {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.maxHeaderBytes)},
        {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.maxConcurrentStreams},
        {NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 1},
    }};
    std::size_t count = settings.size();
    if (role == Role::Client) {
        settings[2] = {NGHTTP2_SETTINGS_ENABLE_PUSH, 0};
        count = 3;
    }
    CAUSEWAY_ASSERT(nghttp2_submit_settings(raw, NGHTTP2_FLAG_NONE, settings.data(), count) == 0);
    CAUSEWAY_ASSERT(
        nghttp2_session_set_local_window_size(raw, NGHTTP2_FLAG_NONE, 0,
                                              static_cast<std::int32_t>(limits.connectionWindow))
        == 0);
    return session;
}

nghttp2_data_provider dataProvider() {
    nghttp2_data_provider provider{};
    provider.read_callback = Callbacks::offerData;
    return provider;
}

std::uint32_t errorCodeOf(ResetReason reason) {
    switch (reason) {
    case ResetReason::Cancelled:
        return NGHTTP2_CANCEL;
    case ResetReason::Refused:
        return NGHTTP2_REFUSED_STREAM;
    case ResetReason::FlowControl:
        return NGHTTP2_FLOW_CONTROL_ERROR;
    case ResetReason::ProtocolError:
        return NGHTTP2_PROTOCOL_ERROR;
    case ResetReason::EnhanceYourCalm:
        return NGHTTP2_ENHANCE_YOUR_CALM;
    case ResetReason::InternalError:
        return NGHTTP2_INTERNAL_ERROR;
    case ResetReason::ConnectionLost:
        return NGHTTP2_CANCEL;
    }
    return NGHTTP2_INTERNAL_ERROR;
}

ResetReason reasonOf(std::uint32_t errorCode) {
    switch (errorCode) {
    case NGHTTP2_NO_ERROR:
    case NGHTTP2_CANCEL:
        return ResetReason::Cancelled;
    case NGHTTP2_REFUSED_STREAM:
        return ResetReason::Refused;
    case NGHTTP2_FLOW_CONTROL_ERROR:
        return ResetReason::FlowControl;
    case NGHTTP2_ENHANCE_YOUR_CALM:
        return ResetReason::EnhanceYourCalm;
    case NGHTTP2_INTERNAL_ERROR:
        return ResetReason::InternalError;
    default:
        return ResetReason::ProtocolError;
    }
}

} // namespace causeway::http::h2
