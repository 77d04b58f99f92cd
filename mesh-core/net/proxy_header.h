// SPDX-License-Identifier: Apache-2.0
// The PROXY protocol, versions 1 and 2: what a load balancer sends ahead of a connection's own bytes to
// tell whose connection it is. Text and bytes only; pure. Whom to believe is the caller's business.
#pragma once

#include "base/bytes.h"
#include "net/address.h"

#include <optional>

namespace causeway::net {

enum class ProxyHeaderVersion : std::uint8_t { V1 = 1, V2 = 2 };

struct ProxyHeader {
    // Of whom it is; nothing: the sender's own (a health check), or of no kind that we know.
    std::optional<Address> source;
    std::optional<Address> destination;
    std::size_t size = 0; // of the header: the connection's own bytes begin there
};

// No header that is read is longer; those of version 1 are below 108.
inline constexpr std::size_t kMaxProxyHeader = 4096;

// Nothing: more bytes are needed. InvalidInput: this is none, or one longer than kMaxProxyHeader.
// What it says in extensions (TLVs) is passed over, but has to be well-formed.
[[nodiscard]] Result<std::optional<ProxyHeader>> parseProxyHeader(ByteView bytes);

// `identity`: what mutual TLS proved, as the common name of PP2_TYPE_SSL; version 2 alone can say it.
// Addresses of different families, or Unix ones, are told as unknown.
[[nodiscard]] std::string serializeProxyHeader(ProxyHeaderVersion version, const Address& source,
                                               const Address& destination,
                                               std::string_view identity = {});

} // namespace causeway::net
