// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a packed sample from its beginning, see packed_sample.h. Borrowed bytes.
#pragma once

#include "store/packed_sample.h"

#include <algorithm>
#include <limits>

namespace causeway::app::store {

class PackedReader {
public:
    explicit PackedReader(QByteArrayView bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64 && m_at < m_bytes.size(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= std::uint64_t(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        m_broken = true;
        return 0;
    }
    void times(SparseSample::Times& into) {
        into.buckets.clear();
        into.sumUs = into.maxUs = 0;
        const std::uint64_t size = number();
        if (size == 0)
            return;
        into.sumUs = number();
        into.maxUs = number();
        std::uint64_t at = 0;
        for (std::uint64_t i = 0; i < size && !m_broken; ++i) {
            at = std::min<std::uint64_t>(at + number(), std::numeric_limits<std::uint32_t>::max());
            into.buckets.push_back({std::uint32_t(at), number()});
        }
    }
    [[nodiscard]] bool broken() const { return m_broken; }
    [[nodiscard]] bool finished() const { return !m_broken && m_at == m_bytes.size(); }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_broken = false;
};

} // namespace causeway::app::store
