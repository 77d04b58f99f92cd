// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "convert/detail.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>

#include <array>

namespace causeway::convert {
namespace {

// Deterministic: maps, if a message ever gets one, come out in one order in every process.
std::string bytesOf(const google::protobuf::MessageLite& message) {
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream stream(&bytes);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        CAUSEWAY_ASSERT(message.SerializeToCodedStream(&coded));
    }
    return bytes;
}

template <typename Message> Result<rules::Resource> parseAs(std::string_view bytes) {
    Message message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return refuse("resource", "bytes that do not parse", message.GetTypeName());
    if constexpr (std::is_same_v<Message, v1::TrustBundle>) {
        return rules::Resource(fromProto(message));
    } else {
        CAUSEWAY_TRY(auto plain, fromProto(message));
        return rules::Resource(std::move(plain));
    }
}

} // namespace

std::string serialize(const rules::Resource& resource) {
    return std::visit([](const auto& plain) { return bytesOf(toProto(plain)); }, resource);
}

std::string checksum(const rules::Resource& resource) {
    const auto bytes = serialize(resource);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    CAUSEWAY_ASSERT(
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
    return {reinterpret_cast<const char*>(digest.data()), size};
}

Result<rules::Resource> parse(rules::ResourceName::Kind kind, std::string_view bytes) {
    using Kind = rules::ResourceName::Kind;
    switch (kind) {
    case Kind::ProxySettings:
        return parseAs<v1::ProxySettings>(bytes);
    case Kind::TrustBundle:
        return parseAs<v1::TrustBundle>(bytes);
    case Kind::InboundServer:
        return parseAs<v1::InboundServer>(bytes);
    case Kind::OutboundRoutes:
        return parseAs<v1::OutboundRoutes>(bytes);
    case Kind::Endpoints:
        return parseAs<v1::Endpoints>(bytes);
    case Kind::GatewayExports:
        return parseAs<v1::GatewayExports>(bytes);
    }
    return refuse("kind", std::to_string(static_cast<int>(kind)), "a known kind");
}

} // namespace causeway::convert
