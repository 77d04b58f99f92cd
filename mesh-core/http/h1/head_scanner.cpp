// SPDX-License-Identifier: Apache-2.0
#include "http/h1/head.h"

#include <cstring>

namespace causeway::http::h1 {

Parsed<std::size_t> HeadScanner::scan(std::string_view bytes) {
    while (m_scanned < bytes.size()) {
        const void* found = std::memchr(bytes.data() + m_scanned, '\n', bytes.size() - m_scanned);
        const std::size_t end =
            found ? static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data())
                  : bytes.size();
        if (m_lineStart == 0 && end > m_limits->maxRequestLine)
            return refuse(Refused::TooLarge, m_tooLongFirstLine, "the first line is too long");
        if (end > m_limits->maxHeaderBytes)
            return refuse(Refused::TooLarge, 431, "the head is too large");
        m_scanned = found ? end + 1 : end;
        if (!found)
            return 0;
        if (end == 0 || bytes[end - 1] != '\r')
            return refuse(Refused::BareLf, 400, "a line ends in LF without CR");
        if (end - 1 == m_lineStart)
            return end + 1;
        m_lineStart = end + 1;
    }
    return 0;
}

} // namespace causeway::http::h1
