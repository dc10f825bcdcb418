mod target_match;
