// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/error_response.h"

#include "grpc/status.h"
#include "proxy/filters/mesh_headers.h"

namespace causeway::proxy {
namespace {

// Linkerd's mapping of what a proxy answers to gRPC.
grpc::Code grpcCodeOf(int status) {
    switch (status) {
    case 400:
        return grpc::Code::InvalidArgument;
    case 403:
        return grpc::Code::PermissionDenied;
    case 404:
        return grpc::Code::NotFound;
    case 429:
        return grpc::Code::ResourceExhausted;
    case 501:
        return grpc::Code::Unimplemented;
    case 504:
        return grpc::Code::DeadlineExceeded;
    case 508:
        return grpc::Code::Aborted;
    case 500:
        return grpc::Code::Internal;
    default:
        return grpc::Code::Unavailable;
    }
}

} // namespace

ErrorResponse makeErrorResponse(const Refusal& refusal, bool grpc) {
    ErrorResponse response;
    http::Headers& headers = response.head.headers;
    headers.add(kErrorHeader, refusal.code);
    if (grpc) {
        response.head.status = 200;
        headers.add("content-type", "application/grpc");
        grpc::serialize({grpcCodeOf(refusal.status), refusal.sentence}, headers);
        return response;
    }
    response.head.status = refusal.status;
    headers.add("content-type", "text/plain; charset=utf-8");
    response.body = refusal.sentence + "\n";
    response.head.contentLength = response.body.size();
    return response;
}

} // namespace causeway::proxy
