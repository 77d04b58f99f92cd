// SPDX-License-Identifier: Apache-2.0
// HTTP messages, independent of the version that carried them. A message owns its text in one arena
// (one allocation for a usual head); header names are lower case as HTTP/2 wants them, values are
// as sent. Hop-by-hop headers (connection and what it names, keep-alive, proxy-connection,
// transfer-encoding, upgrade, te other than trailers), host and content-length are the codecs'
// business: they never appear in `headers`, and are not sent if somebody puts them there.
// One thread; no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace causeway::http {

enum class Version : std::uint8_t { Http10, Http11, Http2 };

// Text that lives as long as the arena; views stay valid when the arena is moved.
class Arena {
public:
    Arena() = default;
    Arena(Arena&& other) noexcept;
    Arena& operator=(Arena&& other) noexcept;

    [[nodiscard]] std::string_view store(std::string_view text);
    // Room for `size` bytes, to be filled by the caller.
    [[nodiscard]] char* allocate(std::size_t size);

private:
    static constexpr std::size_t kBlock = 1024;
    std::unique_ptr<char[]> m_first;
    std::vector<std::unique_ptr<char[]>> m_more;
    char* m_free = nullptr;
    std::size_t m_left = 0;
};

struct Header {
    std::string_view name; // lower case
    std::string_view value;
};

class Headers {
public:
    // `name` is lower case already; both are copied.
    void add(std::string_view name, std::string_view value);
    // Replaces every header of that name.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    void removePrefix(std::string_view prefix);
    // The first value of that (lower-case) name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }
    [[nodiscard]] std::size_t size() const { return m_list.size(); }
    [[nodiscard]] bool empty() const { return m_list.empty(); }
    [[nodiscard]] auto begin() const { return m_list.begin(); }
    [[nodiscard]] auto end() const { return m_list.end(); }
    [[nodiscard]] Headers clone() const;
    // For codecs that have put the text into arena() already.
    void addStored(Header header) { m_list.push_back(header); }
    [[nodiscard]] Arena& arena() { return m_arena; }

private:
    Arena m_arena;
    std::vector<Header> m_list;
};

struct RequestHead {
    Version version = Version::Http11; // as received
    std::string_view method;           // text of these four lives in headers.arena()
    std::string_view scheme;           // "http" or "https"; never empty for HTTP/2
    std::string_view authority;        // Host or :authority; absolute-form wins over Host
    std::string_view path;             // "/loans/7?full=1"; "*" for OPTIONS *; "" for CONNECT
    Headers headers;
    std::optional<std::uint64_t> contentLength;

    [[nodiscard]] RequestHead clone() const;
};

struct ResponseHead {
    Version version = Version::Http11;
    int status = 0; // 100…599; 1xx heads come before the final one
    Headers headers;
    std::optional<std::uint64_t> contentLength;

    [[nodiscard]] ResponseHead clone() const;
};

// "Not Found" for 404; "" for a code that no RFC names.
[[nodiscard]] std::string_view statusText(int status);

} // namespace causeway::http
