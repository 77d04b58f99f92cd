// SPDX-License-Identifier: Apache-2.0
#include "link/matrix_file.h"

#include <charconv>
#include <cmath>

namespace causeway::link {
namespace {

constexpr std::size_t kMaxRows = 4096;
constexpr double kMaxMs = 3'600'000;

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> fieldsOf(std::string_view line) {
    std::vector<std::string_view> fields;
    while (true) {
        const auto comma = line.find(',');
        fields.push_back(trim(line.substr(0, comma)));
        if (comma == line.npos)
            return fields;
        line.remove_prefix(comma + 1);
    }
}

std::string quoted(std::string_view text) {
    return "\"" + std::string(text.substr(0, 40)) + "\"";
}

tl::unexpected<Error> wrong(std::string_view name, std::size_t line, const std::string& what) {
    return fail(ErrorKind::InvalidInput,
                std::string(name) + ":" + std::to_string(line) + ": " + what);
}

std::optional<double> parseMs(std::string_view text) {
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || !(value >= 0)
        || value > kMaxMs)
        return std::nullopt;
    return value;
}

class Reader {
public:
    explicit Reader(std::string_view name) : m_name(name) {}

    Status readHeader(std::string_view line) {
        const auto fields = fieldsOf(line);
        if (fields.size() == 3 && fields[0] == "from" && fields[1] == "to"
            && fields[2] == "latency_ms")
            return {};
        return wrong(m_name, m_line,
                     "expected the header from,to,latency_ms, found " + quoted(line));
    }

    Status readRow(std::string_view line) {
        const auto fields = fieldsOf(line);
        if (fields.size() != 3)
            return wrong(m_name, m_line,
                         "expected three fields (from,to,latency_ms), found "
                             + std::to_string(fields.size()) + ": " + quoted(line));
        LinkTimes link;
        link.from = fields[0];
        link.to = fields[1];
        if (link.from.empty() || link.to.empty())
            return wrong(m_name, m_line, "the names of both clusters must be there");
        if (m_picture.find(link.from, link.to))
            return wrong(m_name, m_line, link.from + " to " + link.to + " stands here twice");
        if (!fields[2].empty()) {
            const auto ms = parseMs(fields[2]);
            if (!ms)
                return wrong(m_name, m_line,
                             "latency_ms: expected milliseconds from 0 to 3600000, or nothing "
                             "where it was not measured; found "
                                 + quoted(fields[2]));
            link.whole = Timing{*ms, 0, 1};
        }
        m_picture.links.push_back(std::move(link));
        if (m_picture.links.size() > kMaxRows)
            return wrong(m_name, m_line, "more than 4096 rows");
        return {};
    }

    Result<Picture> read(std::string_view text) {
        bool header = false;
        while (!text.empty()) {
            const auto end = text.find('\n');
            const auto line = trim(text.substr(0, end));
            text.remove_prefix(end == text.npos ? text.size() : end + 1);
            ++m_line;
            if (line.empty() || line.starts_with('#'))
                continue;
            if (auto read = header ? readRow(line) : readHeader(line); !read)
                return tl::unexpected(std::move(read).error());
            header = true;
        }
        if (m_picture.links.empty())
            return wrong(m_name, m_line, "no link stands in it");
        return std::move(m_picture);
    }

private:
    std::string_view m_name;
    std::size_t m_line = 0;
    Picture m_picture;
};

} // namespace

Result<Picture> parseMatrix(std::string_view text, std::string_view name) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    return Reader(name).read(text);
}

} // namespace causeway::link
