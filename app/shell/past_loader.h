// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the recording back for a time cursor that is not live: always the whole range of the charts
// and the baseline before it, on a worker thread, so that a hand may drag through it. Owned by the
// Console, on the GUI thread; decides nothing about what is shown.
#pragma once

#include "jobs/job.h"
#include "store/store.h"
#include "viewstate/time_cursor.h"

#include <QObject>

namespace causeway::app::shell {

class PastLoader final : public QObject {
    Q_OBJECT
public:
    // Both outlive this.
    PastLoader(store::Store& store, viewstate::TimeCursor& time);

private:
    void follow();
    void letGo();

    store::Store& m_store;
    viewstate::TimeCursor& m_time;
    domain::TimeRange m_wanted; // read or being read; empty: none
    jobs::Job m_job;
};

} // namespace causeway::app::shell
