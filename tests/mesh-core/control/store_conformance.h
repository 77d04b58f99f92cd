// SPDX-License-Identifier: Apache-2.0
// What every implementation of the store seam has to do. A test program gives a factory that opens
// an empty store and one that opens the same store again; the slots here are inherited by its test.
#pragma once

#include "control/store/store.h"

#include <QObject>

namespace causeway::control::test {

class StoreConformance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void startsEmptyAtRevisionZero();
    void countsRevisionsAndVersions();
    void readsThePast();
    void refusesARevisionOfTheFuture();
    void rangesByPrefixInKeyOrder();
    void rangesAPageAtATime();
    void writesAllOrNothing();
    void comparesBeforeItWrites();
    void deletesAndForgetsNothing();
    void deletingNothingIsNoRevision();
    void watchesFromThePastIntoTheFuture();
    void deliversARevisionAsAWhole();
    void endsAWatch();
    void keepsEverythingOverAReopening();

protected:
    // An empty one at the first call of a test, the same one again at the second.
    virtual std::unique_ptr<Store> open() = 0;
    virtual void destroy() = 0;

private:
    Commit put(const std::string& key, const std::string& value);
    std::string valueOf(const std::string& key, std::uint64_t revision = 0);

    std::unique_ptr<Store> m_store;
};

} // namespace causeway::control::test
