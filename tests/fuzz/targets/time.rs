//! Can a time be read as another moment than it says, or one that can't be printed?
#![no_main]

use countersign_core::Time;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    for time in [Time::from_utc_time(content), Time::from_generalized_time(content)].into_iter().flatten() {
        assert_eq!(Time::from_rfc3339(&time.rfc3339()), Ok(time));
        let digits: String = time.rfc3339().chars().filter(char::is_ascii_digit).collect();
        assert!(digits.as_bytes().ends_with(content.strip_suffix(b"Z").expect("only Z is read")));
        assert!(!time.day_words().is_empty());
    }
    if let Ok(time) = std::str::from_utf8(content).map_err(|_| String::new()).and_then(Time::from_rfc3339) {
        assert_eq!(Time::from_rfc3339(&time.rfc3339()), Ok(time));
    }
    if let Some(Ok(seconds)) = content.get(..8).map(<[u8; 8]>::try_from) {
        let (time, zero) = (Time::from_unix_seconds(i64::from_be_bytes(seconds)), Time::from_unix_seconds(0));
        let _ = (time.rfc3339(), time.day_words(), time.days_since(zero), zero.days_since(time));
    }
});
