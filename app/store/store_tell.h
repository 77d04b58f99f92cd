// SPDX-License-Identifier: GPL-3.0-or-later
// The definition of Store::tell(), for the store's own files.
#pragma once

#include "store/store.h"

namespace causeway::app::store {

template <typename Job> void Store::tell(Job job) const {
    if (m_sums == Sums::Here)
        job(*m_worker);
    else
        QMetaObject::invokeMethod(m_worker, [worker = m_worker, job = std::move(job)]() mutable {
            job(*worker);
        });
}

} // namespace causeway::app::store
