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
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

namespace causeway::http {

// Raw: bytes that are no HTTP, carried as one CONNECT (raw/codec.h).
enum class Version : std::uint8_t { Http10, Http11, Http2, Raw };

// Text that lives as long as the arena; views stay valid when the arena is moved.
class Arena {
public:
    Arena() = default;
    Arena(Arena&& other) noexcept
        : m_blocks(std::exchange(other.m_blocks, nullptr)),
          m_free(std::exchange(other.m_free, nullptr)), m_left(std::exchange(other.m_left, 0)) {}
    Arena& operator=(Arena&& other) noexcept {
        std::swap(m_blocks, other.m_blocks);
        std::swap(m_free, other.m_free);
        std::swap(m_left, other.m_left);
        return *this;
    }
    ~Arena() {
        if (m_blocks)
            freeBlocks();
    }

    [[nodiscard]] std::string_view store(std::string_view text) {
        if (text.empty())
            return {};
        char* copy = allocate(text.size());
        std::memcpy(copy, text.data(), text.size());
        return {copy, text.size()};
    }
    // Room for `size` bytes, to be filled by the caller.
    [[nodiscard]] char* allocate(std::size_t size) {
        if (size > m_left)
            addBlock(size);
        m_left -= size;
        return std::exchange(m_free, m_free + size);
    }
    // The same, for something that has to be aligned as pointers are.
    [[nodiscard]] void* allocateAligned(std::size_t size) {
        const auto beside = reinterpret_cast<std::uintptr_t>(m_free) % alignof(void*);
        if (beside != 0 && m_left >= alignof(void*))
            (void)allocate(alignof(void*) - beside);
        else if (beside != 0)
            m_left = 0;
        return allocate(size);
    }

private:
    struct Block {
        Block* next;
        std::size_t size; // with this head
    };
    void addBlock(std::size_t size);
    void freeBlocks() noexcept;

    Block* m_blocks = nullptr; // the newest first
    char* m_free = nullptr;
    std::size_t m_left = 0;
};

struct Header {
    std::string_view name; // lower case
    std::string_view value;
};

class Headers {
public:
    Headers() = default;
    Headers(Headers&& other) noexcept
        : m_arena(std::move(other.m_arena)), m_list(std::exchange(other.m_list, nullptr)),
          m_size(std::exchange(other.m_size, 0)), m_capacity(std::exchange(other.m_capacity, 0)) {}
    Headers& operator=(Headers&& other) noexcept {
        m_arena = std::move(other.m_arena);
        std::swap(m_list, other.m_list);
        std::swap(m_size, other.m_size);
        std::swap(m_capacity, other.m_capacity);
        return *this;
    }

    // `name` is lower case already; both are copied.
    void add(std::string_view name, std::string_view value);
    // Replaces every header of that name.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    void removePrefix(std::string_view prefix);
    // The first value of that (lower-case) name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] const Header* begin() const { return m_list; }
    [[nodiscard]] const Header* end() const { return m_list + m_size; }
    [[nodiscard]] Headers clone() const;
    // For codecs that have put the text into arena() already.
    void addStored(Header header) {
        if (m_size == m_capacity)
            grow();
        m_list[m_size++] = header;
    }
    [[nodiscard]] Arena& arena() { return m_arena; }

private:
    void grow();
    template <typename Condition> void removeIf(Condition condition);

    Arena m_arena;
    Header* m_list = nullptr; // in the arena, too
    std::uint32_t m_size = 0;
    std::uint32_t m_capacity = 0;
};

struct RequestHead {
    Version version = Version::Http11; // as received
    std::string_view method;           // text of these five lives in headers.arena()
    std::string_view scheme;           // "http" or "https"; never empty for HTTP/2
    std::string_view authority;        // Host or :authority; absolute-form wins over Host
    std::string_view path;             // "/loans/7?full=1"; "*" for OPTIONS *; "" for CONNECT
    // "websocket": a GET that asks to go on in that protocol (HTTP/1's Upgrade, RFC 8441's extended
    // CONNECT). Without a body until the answer is 101, which is a final one then.
    std::string_view upgrade;
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
