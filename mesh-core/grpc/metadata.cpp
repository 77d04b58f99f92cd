// SPDX-License-Identifier: Apache-2.0
#include "grpc/metadata.h"

#include "grpc/timeout.h"
#include "http/fields.h"

namespace causeway::grpc {

namespace {

constexpr std::string_view kContentType = "application/grpc";

} // namespace

bool isGrpc(const http::Headers& headers) {
    const auto type = headers.find("content-type").value_or("");
    if (!http::equalsIgnoreCase(type.substr(0, kContentType.size()), kContentType))
        return false;
    const auto rest = type.substr(kContentType.size());
    return rest.empty() || rest.front() == '+' || rest.front() == ';';
}

http::RequestHead makeRequestHead(const Target& target, const http::Headers& metadata,
                                  std::optional<Duration> timeout) {
    http::RequestHead head;
    head.version = http::Version::Http2;
    http::Arena& arena = head.headers.arena();
    head.method = "POST";
    head.scheme = arena.store(target.scheme);
    head.authority = arena.store(target.authority);
    head.path = arena.store(target.path);
    head.headers.add("content-type", kContentType);
    head.headers.add("te", "trailers");
    head.headers.add("grpc-accept-encoding", "identity");
    if (timeout)
        head.headers.add("grpc-timeout", serializeTimeout(*timeout));
    for (const http::Header& header : metadata)
        head.headers.add(header.name, header.value);
    return head;
}

http::ResponseHead makeResponseHead() {
    http::ResponseHead head;
    head.status = 200;
    head.headers.add("content-type", kContentType);
    return head;
}

http::ResponseHead makeTrailersOnly(const Status& status) {
    http::ResponseHead head = makeResponseHead();
    serialize(status, head.headers);
    return head;
}

} // namespace causeway::grpc
