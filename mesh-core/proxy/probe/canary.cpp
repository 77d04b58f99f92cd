// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/canary.h"

#include "grpc/framing.h"
#include "grpc/status.h"

namespace causeway::proxy {
namespace {

// HealthCheckResponse{status: SERVING}: field 1, varint 1.
constexpr std::string_view kServing = "\x08\x01";

std::string messageOf(std::string_view bytes) {
    Buffer framed;
    grpc::appendMessage(framed, bytesOf(bytes));
    return std::string(textOf(framed.view()));
}

} // namespace

CanaryAnswer answerCanary(const http::RequestHead& head, bool isGrpc) {
    CanaryAnswer answer;
    if (!isGrpc) {
        answer.head.status = 415;
        return answer;
    }
    answer.head.status = 200;
    answer.head.headers.add("content-type", "application/grpc");
    if (head.path == kCanaryPath) {
        answer.body = messageOf(kServing);
        grpc::serialize({grpc::Code::Ok, ""}, answer.trailers);
    } else {
        grpc::serialize({grpc::Code::Unimplemented,
                         "a canary answers " + std::string(kCanaryPath)},
                        answer.trailers);
    }
    return answer;
}

std::string canaryRequest() {
    return messageOf({});
}

} // namespace causeway::proxy
