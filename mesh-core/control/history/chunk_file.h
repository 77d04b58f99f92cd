// SPDX-License-Identifier: Apache-2.0
// One immutable file with a chunk for each series of a stretch of time at one resolution. Written
// under another name, synced, renamed, and the folder synced: it is there as a whole or not at all.
// Every part has a checksum; what is damaged is an error that names file and place, the rest stays
// readable. Says itself whose series they are, so that it can be read without the index beside it.
// Values of one thread.
//
//   chunks …  names (id, labels; packed)  coverage (packed)  index (pages of 128)  directory  foot
#pragma once

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace causeway::control {

using Second = std::int64_t;
using SeriesId = std::uint32_t;

// Seconds [start, start + length) in steps of `step`.
struct ChunkSpan {
    Second step = 1;
    Second start = 0;
    Second length = 0;

    [[nodiscard]] Second end() const { return start + length; }
    bool operator==(const ChunkSpan&) const = default;
};

// Which seconds of each step somebody reported for: bits from the lowest.
using Coverage = std::vector<std::uint64_t>;

class ChunkFileWriter {
public:
    [[nodiscard]] static Result<ChunkFileWriter> create(const std::string& path, ChunkSpan span);
    ChunkFileWriter(ChunkFileWriter&& other) noexcept;
    ChunkFileWriter& operator=(ChunkFileWriter&&) = delete;
    ~ChunkFileWriter(); // removes what was not finished

    // Series ascending.
    [[nodiscard]] Status add(SeriesId series, std::string_view labels, std::string_view chunk);
    // The file's size. Afterwards it is there, also after a power cut.
    [[nodiscard]] Result<std::int64_t> finish(const Coverage& coverage);
    [[nodiscard]] std::size_t series() const { return m_index.size(); }

private:
    friend class ChunkFile;
    struct Entry {
        std::uint64_t offset = 0;
        SeriesId series = 0;
        std::uint32_t length = 0;
        std::uint32_t crc = 0;
        std::uint32_t unused = 0;
    };
    ChunkFileWriter(int file, std::string path, ChunkSpan span)
        : m_file(file), m_path(std::move(path)), m_span(span) {}
    [[nodiscard]] Status append(std::string_view bytes);
    [[nodiscard]] Status writeOut();

    int m_file;
    std::string m_path;
    ChunkSpan m_span;
    std::string m_buffer;
    std::uint64_t m_written = 0;
    std::vector<Entry> m_index;
    std::string m_names;
};

class ChunkFile {
public:
    using Entry = ChunkFileWriter::Entry;

    // Io when it cannot be read or its foot is damaged; NotFound when there is none.
    [[nodiscard]] static Result<ChunkFile> open(const std::string& path);
    ChunkFile(ChunkFile&& other) noexcept;
    ChunkFile& operator=(ChunkFile&&) = delete;
    ~ChunkFile();

    [[nodiscard]] const ChunkSpan& span() const { return m_span; }
    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] std::int64_t size() const { return m_size; }
    [[nodiscard]] Result<Coverage> coverage() const;
    [[nodiscard]] std::size_t pages() const { return m_pages.size(); }
    // The entries of one page of the index, ascending.
    [[nodiscard]] Result<std::vector<Entry>> page(std::size_t which) const;
    [[nodiscard]] Result<std::optional<Entry>> find(SeriesId series) const;
    [[nodiscard]] Result<std::string> read(const Entry& entry) const;
    [[nodiscard]] Result<std::vector<std::pair<SeriesId, std::string>>> names() const;

private:
    struct Page {
        SeriesId first = 0;
        std::uint32_t crc = 0;
    };
    struct Part {
        std::uint64_t offset = 0;
        std::uint32_t length = 0;
        std::uint32_t crc = 0;
    };
    struct Foot;
    ChunkFile(int file, std::string path) : m_file(file), m_path(std::move(path)) {}
    [[nodiscard]] Status load();
    [[nodiscard]] Result<std::string> readAt(std::uint64_t offset, std::size_t length) const;
    [[nodiscard]] Result<std::string> readPart(const Part& part, std::string_view what) const;
    [[nodiscard]] tl::unexpected<Error> damaged(std::uint64_t offset, std::string_view what) const;
    friend class ChunkFileWriter;

    int m_file;
    std::string m_path;
    std::int64_t m_size = 0;
    ChunkSpan m_span;
    Part m_names;
    Part m_coverage;
    Part m_index;
    std::vector<Page> m_pages;
};

// The name while it is written.
[[nodiscard]] std::string unfinishedName(const std::string& path);
[[nodiscard]] Status syncFolderOf(const std::string& path);

} // namespace causeway::control
