// SPDX-License-Identifier: Apache-2.0
#include "control/history/chunk_file.h"

#include "base/assert.h"
#include "control/history/checksum.h"
#include "control/history/series_chunk.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <type_traits>
#include <unistd.h>

namespace causeway::control {

static_assert(std::endian::native == std::endian::little,
              "files hold numbers as they are in memory");

// The last bytes of a file, written and read as they are.
struct ChunkFile::Foot {
    std::uint64_t magic = 0;
    std::int64_t step = 0;
    std::int64_t start = 0;
    std::int64_t length = 0;
    Part names;
    Part coverage;
    Part index;
    Part directory;
    std::uint32_t crc = 0; // of what stands before it
    std::uint32_t version = 0;
};

namespace {

constexpr std::uint64_t kMagic = 0x3153'4b4e'4843'5743; // "CWCHNKS1"
constexpr std::size_t kPageEntries = 128;
constexpr std::size_t kBuffer = 256U << 10U;
constexpr int kPackingOfNames = 1;

template <typename T> std::string_view viewOf(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    return {reinterpret_cast<const char*>(&value), sizeof value};
}
template <typename T> std::string_view viewOf(const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}
template <typename T> std::vector<T> valuesOf(std::string_view bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty())
        std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
    return values;
}

// Of a chunk together with whose it is: an index that names another's chunk is found out.
std::uint32_t crcOf(SeriesId series, std::string_view chunk) {
    return crc32c(chunk, crc32c(viewOf(series)));
}

} // namespace

std::string unfinishedName(const std::string& path) {
    return path + ".new";
}

Status syncFolderOf(const std::string& path) {
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const int opened =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return failErrno("open " + folder, errno);
    const int synced = ::fsync(opened);
    const int why = errno;
    ::close(opened);
    return synced == 0 ? Status() : failErrno("sync " + folder, why);
}

Result<ChunkFileWriter> ChunkFileWriter::create(const std::string& path, ChunkSpan span) {
    const int file =
        ::open(unfinishedName(path).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return failErrno("create " + unfinishedName(path), errno);
    return ChunkFileWriter(file, path, span);
}

ChunkFileWriter::ChunkFileWriter(ChunkFileWriter&& other) noexcept
    : m_file(std::exchange(other.m_file, -1)), m_path(std::move(other.m_path)),
      m_span(other.m_span), m_buffer(std::move(other.m_buffer)), m_written(other.m_written),
      m_index(std::move(other.m_index)), m_names(std::move(other.m_names)) {}

ChunkFileWriter::~ChunkFileWriter() {
    if (m_file < 0)
        return;
    ::close(m_file);
    ::unlink(unfinishedName(m_path).c_str());
}

Status ChunkFileWriter::writeOut() {
    for (std::string_view left = m_buffer; !left.empty();) {
        const ssize_t count = ::write(m_file, left.data(), left.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            const bool isFull = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
            auto failed = failErrno("write " + unfinishedName(m_path), errno);
            return isFull ? fail(ErrorKind::Exhausted,
                                 failed.value().message() + "; free some space, nothing is lost")
                          : Status(std::move(failed));
        }
        left.remove_prefix(static_cast<std::size_t>(count));
    }
    m_buffer.clear();
    return {};
}

Status ChunkFileWriter::append(std::string_view bytes) {
    m_buffer += bytes;
    m_written += bytes.size();
    return m_buffer.size() >= kBuffer ? writeOut() : Status();
}

Status ChunkFileWriter::add(SeriesId series, std::string_view labels, std::string_view chunk) {
    CAUSEWAY_ASSERT(m_index.empty() || m_index.back().series < series);
    m_index.push_back({.offset = m_written,
                       .series = series,
                       .length = static_cast<std::uint32_t>(chunk.size()),
                       .crc = crcOf(series, chunk)});
    appendVarint(m_names, series);
    appendVarint(m_names, labels.size());
    m_names += labels;
    return append(chunk);
}

Result<std::int64_t> ChunkFileWriter::finish(const Coverage& coverage) {
    const auto put = [this](std::string_view bytes) -> Result<ChunkFile::Part> {
        const ChunkFile::Part part{.offset = m_written,
                                   .length = static_cast<std::uint32_t>(bytes.size()),
                                   .crc = crc32c(bytes)};
        CAUSEWAY_CHECK(append(bytes));
        return part;
    };
    ChunkFile::Foot foot;
    foot.magic = kMagic;
    foot.step = m_span.step;
    foot.start = m_span.start;
    foot.length = m_span.length;
    foot.version = 1;
    CAUSEWAY_TRY(foot.names, put(pack(m_names, kPackingOfNames)));
    std::string covered;
    for (const std::uint64_t mask : coverage)
        appendVarint(covered, mask);
    CAUSEWAY_TRY(foot.coverage, put(pack(covered, kPackingOfNames)));
    CAUSEWAY_TRY(foot.index, put(viewOf(m_index)));
    std::vector<ChunkFile::Page> pages;
    for (std::size_t at = 0; at < m_index.size(); at += kPageEntries) {
        const auto page = viewOf(m_index).substr(at * sizeof(Entry), kPageEntries * sizeof(Entry));
        pages.push_back({.first = m_index[at].series, .crc = crc32c(page)});
    }
    CAUSEWAY_TRY(foot.directory, put(viewOf(pages)));
    foot.crc = crc32c(viewOf(foot).substr(0, offsetof(ChunkFile::Foot, crc)));
    CAUSEWAY_CHECK(append(viewOf(foot)));
    CAUSEWAY_CHECK(writeOut());
    if (::fsync(m_file) != 0)
        return failErrno("sync " + unfinishedName(m_path), errno);
    if (::rename(unfinishedName(m_path).c_str(), m_path.c_str()) != 0)
        return failErrno("rename " + unfinishedName(m_path), errno);
    ::close(std::exchange(m_file, -1));
    CAUSEWAY_CHECK(syncFolderOf(m_path));
    return static_cast<std::int64_t>(m_written);
}

Result<ChunkFile> ChunkFile::open(const std::string& path) {
    const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0 && errno == ENOENT)
        return fail(ErrorKind::NotFound, path + ": found no such file");
    if (opened < 0)
        return failErrno("open " + path, errno);
    ChunkFile file(opened, path);
    CAUSEWAY_CHECK(file.load());
    return file;
}

ChunkFile::ChunkFile(ChunkFile&& other) noexcept
    : m_file(std::exchange(other.m_file, -1)), m_path(std::move(other.m_path)),
      m_size(other.m_size), m_span(other.m_span), m_names(other.m_names),
      m_coverage(other.m_coverage), m_index(other.m_index), m_pages(std::move(other.m_pages)) {}

ChunkFile::~ChunkFile() {
    if (m_file >= 0)
        ::close(m_file);
}

tl::unexpected<Error> ChunkFile::damaged(std::uint64_t offset, std::string_view what) const {
    return fail(ErrorKind::Io,
                m_path + ": damaged at byte " + std::to_string(offset) + ": " + std::string(what));
}

Result<std::string> ChunkFile::readAt(std::uint64_t offset, std::size_t length) const {
    std::string bytes(length, '\0');
    for (std::size_t done = 0; done < length;) {
        const ssize_t count =
            ::pread(m_file, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failErrno("read " + m_path, errno);
        if (count == 0)
            return damaged(offset + done, "the file ends here");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

Result<std::string> ChunkFile::readPart(const Part& part, std::string_view what) const {
    CAUSEWAY_TRY(std::string bytes, readAt(part.offset, part.length));
    if (crc32c(bytes) != part.crc)
        return damaged(part.offset, std::string(what) + " does not have its checksum");
    return bytes;
}

Status ChunkFile::load() {
    const off_t size = ::lseek(m_file, 0, SEEK_END);
    if (size < static_cast<off_t>(sizeof(Foot)))
        return damaged(0, "the file is shorter than its foot");
    m_size = size;
    const auto at = static_cast<std::uint64_t>(size) - sizeof(Foot);
    CAUSEWAY_TRY(const std::string bytes, readAt(at, sizeof(Foot)));
    Foot foot;
    std::memcpy(&foot, bytes.data(), sizeof foot);
    if (foot.magic != kMagic || foot.version != 1
        || foot.crc != crc32c(std::string_view(bytes).substr(0, offsetof(Foot, crc)))
        || foot.step <= 0 || foot.directory.offset + foot.directory.length != at)
        return damaged(at, "found no foot of a chunk file; was it cut off?");
    m_span = {.step = foot.step, .start = foot.start, .length = foot.length};
    m_names = foot.names;
    m_coverage = foot.coverage;
    m_index = foot.index;
    CAUSEWAY_TRY(const std::string directory, readPart(foot.directory, "the directory"));
    m_pages = valuesOf<Page>(directory);
    return {};
}

Result<Coverage> ChunkFile::coverage() const {
    CAUSEWAY_TRY(const std::string part, readPart(m_coverage, "the coverage"));
    CAUSEWAY_TRY(const std::string bytes, unpack(part));
    ByteReader in(bytes);
    Coverage coverage;
    while (!in.done())
        coverage.push_back(in.varint());
    coverage.resize(static_cast<std::size_t>(m_span.length / m_span.step));
    return coverage;
}

Result<std::vector<ChunkFile::Entry>> ChunkFile::page(std::size_t which) const {
    const std::uint64_t from = which * kPageEntries * sizeof(Entry);
    if (which >= m_pages.size() || from >= m_index.length)
        return damaged(m_index.offset, "the index is shorter than its directory");
    const auto length =
        std::min<std::uint64_t>(kPageEntries * sizeof(Entry), m_index.length - from);
    CAUSEWAY_TRY(const std::string bytes, readAt(m_index.offset + from, length));
    if (crc32c(bytes) != m_pages[which].crc)
        return damaged(m_index.offset + from, "a page of the index does not have its checksum");
    return valuesOf<Entry>(bytes);
}

Result<std::optional<ChunkFile::Entry>> ChunkFile::find(SeriesId series) const {
    auto behind = std::ranges::upper_bound(m_pages, series, {}, &Page::first);
    if (behind == m_pages.begin())
        return std::nullopt;
    CAUSEWAY_TRY(const auto entries, page(static_cast<std::size_t>(behind - m_pages.begin()) - 1));
    const auto found = std::ranges::lower_bound(entries, series, {}, &Entry::series);
    if (found == entries.end() || found->series != series)
        return std::nullopt;
    return *found;
}

Result<std::string> ChunkFile::read(const Entry& entry) const {
    CAUSEWAY_TRY(std::string chunk, readAt(entry.offset, entry.length));
    if (crcOf(entry.series, chunk) != entry.crc)
        return damaged(entry.offset, "the chunk of series " + std::to_string(entry.series)
                                         + " does not have its checksum");
    return chunk;
}

Result<std::vector<std::pair<SeriesId, std::string>>> ChunkFile::names() const {
    CAUSEWAY_TRY(const std::string part, readPart(m_names, "the names"));
    CAUSEWAY_TRY(const std::string bytes, unpack(part));
    std::vector<std::pair<SeriesId, std::string>> names;
    ByteReader in(bytes);
    while (!in.done()) {
        const auto series = static_cast<SeriesId>(in.varint());
        const auto labels = in.take(in.varint());
        if (in.failed())
            return damaged(m_names.offset, "the names end too early");
        names.emplace_back(series, labels);
    }
    return names;
}

} // namespace causeway::control
