// SPDX-License-Identifier: Apache-2.0
// Recorded requests: who called what from where, how often, when last. One text file, a line a
// tuple, fields apart by tabs (CONTRACTS.md, "Recordings"); made to be read a million lines a
// second. Owns the text that its requests point into. Pure.
#pragma once

#include "base/ip_address.h"
#include "base/result.h"
#include "route/route_table.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::analysis {

struct RecordedRequest {
    std::string_view service; // full name
    std::uint16_t port = 0;
    std::string_view workload; // "bank/ledger-1"; empty: the first that serves it
    std::string_view identity; // SPIFFE id that was judged; empty: not authenticated
    IpAddress network;         // of the socket's other end
    std::string_view host;
    std::string_view method;
    std::string_view path;
    std::string_view headers; // "x-tenant=blue&x-user=7", percent-encoded; only those rules look at
    std::int64_t lastSeen = 0; // seconds since 1970
    std::uint64_t count = 1;
};

class Recording {
public:
    static constexpr std::string_view kFirstLine = "causeway-recording/1";

    // Fails with "file:line: field: found …; expected …".
    [[nodiscard]] static Result<Recording> parse(std::string text, const std::string& source);
    [[nodiscard]] const std::vector<RecordedRequest>& requests() const { return m_requests; }

private:
    std::unique_ptr<const std::string> m_text;
    std::vector<RecordedRequest> m_requests;
};

// What must not leave the mesh: values of query parameters and headers but those of these names.
struct Redaction {
    std::vector<std::string> keepQuery;
    std::vector<std::string> keepHeaders;
};
// A line with its newline; redacted.
[[nodiscard]] std::string serialize(const RecordedRequest& request, const Redaction& redaction);

// The headers of a recorded request, as rules ask for them.
class RecordedHeaders final : public route::HeaderSource {
public:
    explicit RecordedHeaders(std::string_view headers);
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const override;

private:
    std::vector<std::pair<std::string, std::string>> m_list;
};

} // namespace causeway::analysis
